"""The sourcing decision: three paths, candidates scored by weighted criteria, the pick and its signature.

Refused: weights that do not sum to 100 %; a price that outweighs another criterion without a reason; a score outside
1 to 5 or without evidence; a pick while a score is missing; the signature of somebody who scored.
"""
