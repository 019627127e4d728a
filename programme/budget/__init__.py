"""The budget: what is authorised to be spent, one-off and each year; refuses to pass for authorised when changed."""
