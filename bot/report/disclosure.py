"""Counts that can be published: nothing under five stands there, nor follows from what does.

Cells are gathered into parts of five or more, small ones into ever coarser parts, and what is
still too small in the end is left out altogether. Every published figure is a sum of whole parts
of one such division, totals too. Whatever is added or subtracted then is a sum of parts again,
so no cell under five can be told, and what was left out changes nothing on the page. (Primary and
complementary suppression, as in Hundepool et al., Statistical Disclosure Control, 2012, chapter 4.)
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

FEWEST = 5
K = TypeVar("K")


def gathered(counts: Mapping[K, int], coarser: Sequence[Callable[[K], K]]) -> dict[K, int]:
    """Return parts of at least five that do not overlap.

    `coarser` are tried in order on what is still too small; each gives the key of the part that a
    cell then joins. A coarser part must not be called like a finer one.
    """
    parts: dict[K, int] = {}
    rest = {key: times for key, times in counts.items() if times > 0}
    steps: list[Callable[[K], K]] = [_itself, *coarser]
    for key_of in steps:
        pools: defaultdict[K, int] = defaultdict(int)
        for key, times in rest.items():
            pools[key_of(key)] += times
        parts |= {key: times for key, times in pools.items() if times >= FEWEST}
        rest = {key: times for key, times in rest.items() if key_of(key) not in parts}
    return parts


def band(askers: int) -> tuple[int, int | None]:
    """Return from how many to how many people a number stands for: exact ones could be subtracted.

    The last band has no end. Raises `ValueError` under five.
    """
    for low, high in ((5, 9), (10, 19), (20, 49)):
        if low <= askers <= high:
            return low, high
    if askers < FEWEST:
        raise ValueError(f"{askers} askers are too few to be told of")
    return 50, None


def _itself(key: K) -> K:
    return key
