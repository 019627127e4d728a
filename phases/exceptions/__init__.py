"""Tolerances of stages, and exceptions: forecasts beyond a tolerance, from the proposal to the decision.

Refuses to let an exception be dismissed: it closes when the forecast comes back, or by what the committee decided.
"""
