"""How many people share the attributes of a vignette, and what would make them more.

Pure Python over rows of one controller and town. A *level* says how an attribute is
shown; a row matches when its value agrees at that level. Unknown values match only
where the attribute is not shown.

Whoever asks can change the people whom she knows. If she set all but one of a crowd to
a country, "enough" would tell whether one person of a colleague comes from it. So other
people count from :data:`LEAST_OTHERS` on, or not at all.

>>> rows = [Row(34, "female", None, 1, 9, None), Row(40, "female", None, 2, 9, None)]
>>> crowd = Crowd(rows, rows[0])
>>> crowd.count({"age": "ten"}), crowd.count({"age": "up", "origin": "region"})
(1, 2)
>>> crowd.propose({"age": "ten", "origin": "country"}, 2)
{'age': 'up', 'origin': 'region'}
>>> Crowd(rows[:1], rows[0], rows[:1] * 2).count({}), Crowd([], rows[0], rows * 2).count({})
(1, 4)
"""

from collections import Counter
from itertools import product
from typing import NamedTuple

from .age_band import band_of, in_band

# So many people of others must agree before they count.
LEAST_OTHERS = 3
# attribute -> its levels, finest first, each with what it costs to the reader.
LEVELS = {
    "age": (("ten", 0), ("up", 1), ("down", 1.1), ("hidden", 3.2)),
    "gender": (("shown", 0), ("hidden", 3.4)),
    "family": (("shown", 0), ("hidden", 2.2)),
    "origin": (("country", 0), ("region", 1.2), ("hidden", 3.3)),
    "education": (("shown", 0), ("hidden", 2.1)),
}
# What a level may be coarsened to; "up" does not contain "down".
COARSER = {
    "ten": {"ten", "up", "down", "hidden"},
    "up": {"up", "hidden"},
    "down": {"down", "hidden"},
    "country": {"country", "region", "hidden"},
    "region": {"region", "hidden"},
    "shown": {"shown", "hidden"},
    "hidden": {"hidden"},
}


class Row(NamedTuple):
    """The attributes of one person; ``None`` where nothing is recorded."""

    age: int | None
    gender: str | None
    family: str | None
    country: int | None
    region: int | None
    education: str | None


class Crowd:
    """The people of one controller and town, seen from one of them."""

    def __init__(self, known, own, others=()):
        """Compare every row with ``own`` once, at every level.

        :param known: iterable of :class:`Row`: people whom who asks knows and can change
        :param own: :class:`Row` of the person whom the vignette is about
        :param others: iterable of :class:`Row`: everyone else
        """
        bands = {level: band_of(own.age, level) for level in ("ten", "up", "down")}
        self._known = Counter(_mask(row, own, bands) for row in known)
        self._others = Counter(_mask(row, own, bands) for row in others)

    def count(self, levels):
        """Return how many people agree at these levels; too few others are nobody.

        :param dict levels: attribute -> level; what is missing is not shown
        """
        wanted = {
            (name, level)
            for name, level in levels.items()
            if level and level != "hidden"
        }
        known, others = (
            sum(number for mask, number in masks.items() if wanted <= mask)
            for masks in (self._known, self._others)
        )
        return known + (others if others >= LEAST_OTHERS else 0)

    def propose(self, levels, k, country_k=0):
        """Return the cheapest coarser levels that k people share.

        :param dict levels: present levels of the attributes shown
        :param int k: number of people that must agree
        :param int country_k: number that must share the country where it is shown
        :return: dict of levels, or ``None`` where even the coarsest does not reach k
        """
        country_ok = self.count({"origin": "country"}) >= country_k
        best = None
        names = list(levels)
        choices = [
            [
                (level, cost)
                for level, cost in LEVELS[name]
                if level in COARSER[levels[name]] and (country_ok or level != "country")
            ]
            for name in names
        ]
        for combination in product(*choices):
            cost = sum(cost for _level, cost in combination)
            if best and cost >= best[0]:
                continue
            candidate = {
                name: level
                for name, (level, _c) in zip(names, combination, strict=True)
            }
            if self.count(candidate) >= k:
                best = (cost, candidate)
        return best and best[1]


def _mask(row, own, bands):
    pairs = {
        ("age", level)
        for level, band in bands.items()
        if band and in_band(row.age, band)
    }
    for name, level in (
        ("gender", "shown"),
        ("family", "shown"),
        ("education", "shown"),
    ):
        value = getattr(own, name)
        if value and getattr(row, name) == value:
            pairs.add((name, level))
    for level in ("country", "region"):
        value = getattr(own, level)
        if value and getattr(row, level) == value:
            pairs.add(("origin", level))
    return frozenset(pairs)
