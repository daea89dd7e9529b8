"""What a sample says about its population: known, projected and limit, over and under apart.

Overstatement is above zero, understatement below; they are added up apart and set against the
threshold apart. The net is shown beside them, never instead of them (method 2.6).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from cfpdesk.i18n import Message

# Statistics are computed with spare digits and handed on with as many as Decimal usually has.
SPARE = Context(prec=60)
_HANDED = Context(prec=28)


@dataclass(frozen=True, slots=True)
class Apart:
    """A misstatement by direction: `over` ≥ 0, `under` ≤ 0."""

    over: Decimal = Decimal(0)
    under: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        """Over and under against each other."""
        return self.over + self.under

    def __add__(self, other: "Apart") -> "Apart":
        return Apart(self.over + other.over, self.under + other.under)

    def __sub__(self, other: "Apart") -> "Apart":
        return Apart(self.over - other.over, self.under - other.under)

    def smaller(self, other: "Apart") -> "Apart":
        """Return the smaller misstatement of each direction."""
        return Apart(min(self.over, other.over), max(self.under, other.under))

    def beyond(self, threshold: Decimal) -> bool:
        """Tell whether it is above a threshold in either direction; equal is not above."""
        return self.over > threshold or -self.under > threshold

    def times(self, factor: Decimal) -> "Apart":
        """Return it multiplied; a factor below zero (a removal) exchanges the directions."""
        if factor < 0:
            return Apart(self.under * factor, self.over * factor)
        return Apart(self.over * factor, self.under * factor)


NOTHING = Apart()


def apart(differences: Iterable[Decimal]) -> Apart:
    """Add up differences (claimed − verified) by direction."""
    over = under = Decimal(0)
    for difference in differences:
        if difference > 0:
            over += difference
        else:
            under += difference
    return Apart(over, under)


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper limits by direction, `under` ≤ 0; None where the method gives none."""

    over: Decimal | None = None
    under: Decimal | None = None

    def times(self, factor: Decimal) -> "Limits":
        """Return them multiplied; a factor below zero (a removal) exchanges the directions."""
        over = None if self.over is None else self.over * factor
        under = None if self.under is None else self.under * factor
        return Limits(under, over) if factor < 0 else Limits(over, under)

    def plus(self, other: Apart) -> "Limits":
        """Return the limits with what is known elsewhere added to each."""
        return Limits(
            None if self.over is None else self.over + other.over,
            None if self.under is None else self.under + other.under,
        )


def net_limits(limits: Limits, projected: Apart) -> tuple[Decimal, Decimal] | None:
    """Return low and high limit of the net: each limit less what is projected the other way.

    None where a direction has no limit. A figure to look at; thresholds apply to each direction.
    """
    if limits.over is None or limits.under is None:
        return None
    return limits.under + projected.over, limits.over + projected.under


@dataclass(frozen=True, slots=True)
class Condition:
    """Something a method asks for, and whether it is so."""

    met: bool
    sentence: Message
    clause: str = ""


def unmet(sentence: Message, clause: str = "") -> Condition:
    """Return a condition that is not met."""
    return Condition(met=False, sentence=sentence, clause=clause)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The outcome of one method, in the population's unit.

    Attributes:
        method: its name.
        known: found in the checked items.
        projected: known of what was checked whole, and projected from the rest.
        limits: at `confidence`; None in a direction about which the method says nothing.
        net: interval of the net misstatement, low and high; None where there is none.
        confidence: of the limits; one-sided for bounds, two-sided for estimators.
        conditions: what the method asks for. One that is not met takes the limits away.
        basic_precision, allowance: parts of an emission-unit limit beside the projection.
    """

    method: Message
    known: Apart
    projected: Apart
    limits: Limits
    confidence: Decimal
    conditions: tuple[Condition, ...] = ()
    net: tuple[Decimal, Decimal] | None = None
    basic_precision: Decimal | None = None
    allowance: Decimal | None = None

    @property
    def valid(self) -> bool:
        """Tell whether all that the method asks for is so."""
        return all(condition.met for condition in self.conditions)


def handed(estimate: Estimate) -> Estimate:
    """Return an estimate without the spare digits of its computation."""
    return replace(
        estimate,
        known=Apart(plain(estimate.known.over), plain(estimate.known.under)),
        projected=Apart(plain(estimate.projected.over), plain(estimate.projected.under)),
        limits=Limits(_maybe(estimate.limits.over), _maybe(estimate.limits.under)),
        net=None if estimate.net is None else (plain(estimate.net[0]), plain(estimate.net[1])),
        basic_precision=_maybe(estimate.basic_precision),
        allowance=_maybe(estimate.allowance),
    )


def plain(value: Decimal) -> Decimal:
    """Return a figure with the digits that are handed on; zero as plain zero."""
    return _HANDED.plus(value) if value else Decimal(0)


def _maybe(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)
