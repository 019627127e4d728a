"""Phases, stages, deliverables and gates: what must be true before the programme goes on, and who said so.

Owns the blueprint a programme starts from, the criteria with what each reads, votes, decisions and conditions.
Refuses a Go while a must-criterion is not met, a keeper who did the work, and the deletion of a phase or stage.
"""
