"""Every write of exceptions and of stage tolerances."""
