"""How strong a passphrase is, in words; an estimate that never flatters, not a promise."""

import math
from dataclasses import dataclass

from cfpdesk.i18n import _

LEAST = 12
# The beginnings of common lists: a passphrase made of these is guessed first.
_COMMON = (
    "password", "passwort", "qwerty", "asdf", "zxcv", "1234", "abcd", "iloveyou", "letmein",
    "admin", "welcome", "woaini", "5201314", "88888", "66666", "cfpdesk", "000000", "111111",
)  # fmt: skip
_STRONG_BITS, _GOOD_BITS, _LEAST_BITS = 75, 55, 40


@dataclass(frozen=True, slots=True)
class Strength:
    """Percent of the bar, colour token, and what is said."""

    percent: int
    token: str
    words: str

    @property
    def enough(self) -> bool:
        """Whether it may be used."""
        return self.token in ("ok", "warn")


def strength(passphrase: str) -> Strength:
    """Return how strong a passphrase is."""
    count = len(passphrase)
    if not count:
        return Strength(0, "na", _("At least 12 characters; a sentence you remember well"))
    if count < LEAST:
        words = _("Too short: {n} of 12 characters").format(n=count)
        return Strength(count * 40 // LEAST, "bad", words)
    folded = passphrase.casefold()
    if any(folded.count(common) * len(common) * 2 > count for common in _COMMON):
        return Strength(30, "bad", _("Too common: this is guessed first"))
    bits = _bits(passphrase)
    if bits < _LEAST_BITS:
        return Strength(30, "bad", _("Too easy: much repeats or counts up"))
    if bits < _GOOD_BITS:
        return Strength(50, "warn", _("Weak: {n} characters, but much repeats").format(n=count))
    token_words = (
        _("Strong: {n} characters, not in the list of common ones")
        if bits >= _STRONG_BITS
        else _("Good enough: {n} characters, not in the list of common ones")
    )
    return Strength(min(60 + round(bits / 3), 100), "ok", token_words.format(n=count))


def _bits(passphrase: str) -> float:
    """Return an estimate in bits: the different characters, each at the size of its alphabet."""
    total = 0.0
    seen: set[str] = set()
    for before, character in zip(" " + passphrase, passphrase, strict=False):
        step = abs(ord(character) - ord(before)) <= 1
        weight = 0.4 if character in seen or step else 1.0
        seen.add(character)
        total += weight * math.log2(_alphabet(character))
    return total


def _alphabet(character: str) -> int:
    if character.isdigit():
        return 10
    if character.isascii():
        return 26 if character.isalpha() else 32
    return 1500
