"""The sponsor's acts: what the top executive does in person for the programme, by when, and whether it was done.

Refuses to count a kick-off without the top executive as kept.
"""
