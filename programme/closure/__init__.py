"""What a programme leaves behind: lessons that the next one is offered, and the closure report.

Refuses a lesson without what to do next time.
"""
