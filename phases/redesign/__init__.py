"""The process library: the level-2 processes of the three chains, each with owner, status and completion.

Owns the tree of processes; refuses a completion outside 0 to 100 and an owner from outside the programme.
"""
