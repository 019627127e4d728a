"""The current state in four blocks, scored with evidence; what scores low becomes a pain point that needs feed on.

Refused: a score without evidence, a score outside 1 to 5, a pain point settled without requirement or reason.
"""
