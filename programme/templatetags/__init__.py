"""Template tags that know the programme's words."""
