"""Small groups are hidden, and so is what would give them away by subtraction (F27)."""

from collections.abc import Sequence

K = 5


def hidden(sizes: Sequence[int], k: int = K) -> frozenset[int]:
    """Give the positions of groups to hide in a table that also shows the total.

    Groups of fewer than ``k`` go; while what is hidden adds up to one group only, or to fewer than ``k`` people, the
    smallest group shown goes too, since the total less the rest would tell it. Empty groups tell nothing.
    """
    gone = {index for index, size in enumerate(sizes) if 0 < size < k}
    left = sorted((size, index) for index, size in enumerate(sizes) if size >= k)
    while gone and left and (len(gone) == 1 or sum(sizes[index] for index in gone) < k):
        gone.add(left.pop(0)[1])
    return frozenset(gone)


def total_hidden(size: int, k: int = K) -> bool:
    """Tell whether the whole is too small to be shown."""
    return 0 < size < k
