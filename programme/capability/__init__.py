"""What the company itself brings: the executives' part, the own team's skills, the departments beside sales.

Refused: a department in scope without a contact, one out of scope without the reason, a score without evidence.
"""
