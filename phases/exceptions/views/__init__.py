"""Pages of exceptions, and of the tolerances beside their forecasts."""
