"""The plan: tasks, links, calendars and dates.

Owns what is done when, in what order, and which work decides the finish. Refuses circular links, dates that nobody
can keep, and files whose meaning it would have to guess.
"""
