"""The plan many times over: durations drawn, risks that strike, and what that says about every date (F05)."""
