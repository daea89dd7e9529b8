"""Finding a factor among many thousands: by name, number, pinyin initials, and fitting unit."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain

from cfpdesk.model.factor import Factor, normal_product
from cfpdesk.model.units import fits, parse_unit


@dataclass
class FactorIndex:
    """Factors of libraries and of the engagement, ready to be searched.

    Attributes:
        factors: in their order; where two fit a search equally, the shorter name comes first.
        sound: gives the pinyin initials of a text; None to search without.
    """

    factors: tuple[Factor, ...] = ()
    sound: Callable[[str], str] | None = None
    _plain: list[tuple[str, str]] = field(init=False, repr=False)
    _sounds: list[str] = field(init=False, repr=False, default_factory=list)
    _by_product: dict[str, list[Factor]] = field(init=False, repr=False, default_factory=dict)

    _by_number: dict[tuple[str, str], list[Factor]] = field(
        init=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        self._plain = [(_plain(f.name), _plain(_words(f))) for f in self.factors]
        for factor in self.factors:
            number = (factor.library, factor.library_id)
            self._by_number.setdefault(number, []).append(factor)
            self._by_product.setdefault(normal_product(factor.name), []).append(factor)

    @classmethod
    def of(
        cls, *lists: Iterable[Factor], sound: Callable[[str], str] | None = None
    ) -> "FactorIndex":
        """Return the index of several lists, the engagement's own first."""
        return cls(tuple(chain.from_iterable(lists)), sound)

    def same_product(self, name: str) -> tuple[Factor, ...]:
        """Return the factors of the same product: the same name but for brackets and marks."""
        return tuple(self._by_product.get(normal_product(name), ()))

    def with_number(self, library: str, number: str) -> tuple[Factor, ...]:
        """Return the factors that a library has under a number; none for an empty number."""
        return tuple(self._by_number.get((library, number), ())) if number else ()

    def search(self, text: str, *, activity_unit: str = "", limit: int = 50) -> tuple[Factor, ...]:
        """Return the factors that have all the words, best first.

        Args:
            text: words with spaces between, each a part of the name, number, source, region or
                unit; letters are also taken as initials (dl finds 电力). Empty finds everything.
            activity_unit: only factors that can be multiplied with it; empty for all.
            limit: how many at most.
        """
        words = _plain(text).split()
        found = self._with_words(words) + self._with_initials(words)
        if activity_unit:
            fitting = self._fitting(activity_unit)
            found = [hit for hit in found if self.factors[hit[2]].unit in fitting]
        return tuple(self.factors[place] for _, _, place in sorted(found)[:limit])

    def _with_words(self, words: list[str]) -> list[tuple[int, int, int]]:
        """Return (rank, length of the name, place) of the factors that have all the words."""
        found = []
        for place, (name, plain) in enumerate(self._plain):
            if all(word in plain for word in words):
                found.append((_rank(name, words), len(name), place))
        return found

    def _with_initials(self, words: list[str]) -> list[tuple[int, int, int]]:
        """Return those that have the words as initials of their name and not as words."""
        if self.sound is None or not words or not all(word.isascii() for word in words):
            return []
        if not self._sounds:
            self._sounds = [self.sound(factor.name) for factor in self.factors]
        return [
            (4, len(name), place)
            for place, ((name, plain), sound) in enumerate(
                zip(self._plain, self._sounds, strict=True)
            )
            if all(word in sound for word in words) and not all(word in plain for word in words)
        ]

    def _fitting(self, activity_unit: str) -> set[str]:
        """Return the factors' units, as written, that can be multiplied with an activity."""
        wanted = parse_unit(activity_unit)
        if wanted is None:
            return set()
        written = {factor.unit for factor in self.factors}
        units = ((text, parse_unit(text, activity_unit)) for text in written)
        return {text for text, unit in units if unit is not None and fits(wanted, unit)}


def _rank(name: str, words: list[str]) -> int:
    """Return how well a name fits, 0 best."""
    if not words:
        return 5
    if name.startswith(words[0]):
        return 0 if name == words[0] else 1
    return 2 if words[0] in name else 3


def _words(factor: Factor) -> str:
    parts = (factor.name, factor.library_id, factor.source, factor.region, factor.unit, factor.note)
    return " ".join(part for part in parts if part)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
