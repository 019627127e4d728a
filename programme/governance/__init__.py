"""Governance: lights, decisions asked of the steering committee, its meetings and its pack.

Refuses a light made better by one person alone, and a decision by the one who asked for it.
"""
