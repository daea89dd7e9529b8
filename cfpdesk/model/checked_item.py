"""Drawn items with what was seen of them: difference, taint, and what is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.model.drawn_sample import DrawnItem, DrawnSample, Part
from cfpdesk.model.population import Conformity, SampleItem
from cfpdesk.model.population_frame import SetAside, amount_of


@dataclass(frozen=True, slots=True)
class Checked:
    """A drawn item beside what was seen of it, in the population's unit.

    Attributes:
        claimed: the amount in the population.
        verified: the amount that was seen; 0 where no voucher was found, None while unknown.
        settled: checked, with a result.
        projected: what its error stands for in the whole population; None where nothing is
            projected from a single item.
    """

    drawn: DrawnItem
    seen: SampleItem | None
    claimed: Decimal
    verified: Decimal | None
    settled: bool
    projected: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """Claimed − verified, positive = overstated; None while unknown."""
        return None if self.verified is None else self.claimed - self.verified

    @property
    def taint(self) -> Decimal | None:
        """Share of the claimed amount that is misstated."""
        return None if self.difference is None else self.difference / self.claimed

    @property
    def missing(self) -> bool:
        """Tell whether nothing was found for it."""
        return self.seen is not None and self.seen.missing

    @property
    def deviates(self) -> bool:
        """Tell whether it counts as a deviation in an attribute sample."""
        said_no = self.seen is not None and self.seen.conforms is Conformity.NO
        return self.settled and (said_no or self.missing or self.difference not in (None, 0))

    @property
    def supposed(self) -> Decimal:
        """Verified amount; the claimed one for as long as nothing is known."""
        return self.claimed if self.verified is None else self.verified


def settled(seen: SampleItem | None) -> bool:
    """Tell whether an item is checked and says with which result."""
    return (
        seen is not None
        and seen.checked
        and (seen.missing or seen.verified is not None or seen.conforms is not Conformity.UNCHECKED)
    )


def verified_of(seen: SampleItem | None, claimed: Decimal) -> Decimal | None:
    """Return the amount that was seen; None where it is not known (yet).

    An item that conforms and carries no figure of its own is as claimed.
    """
    if seen is None or not settled(seen):
        return None
    if seen.missing:
        return Decimal(0)
    if seen.verified is None and seen.conforms is Conformity.YES:
        return claimed
    return seen.verified


def checked_items(sample: DrawnSample, seen: Mapping[str, SampleItem]) -> tuple[Checked, ...]:
    """Return every item of a sample with what was seen of it, by its identifier."""
    return tuple(_checked(drawn, seen.get(drawn.item.id)) for drawn in sample.items)


def _checked(drawn: DrawnItem, seen: SampleItem | None) -> Checked:
    claimed = amount_of(drawn.item)
    return Checked(drawn, seen, claimed, verified_of(seen, claimed), settled(seen))


@dataclass(frozen=True, slots=True)
class Aside:
    """What was seen of the items set aside.

    Attributes:
        differences: claimed − verified of those that were tested; exact, never projected.
        open: how many are not tested.
    """

    differences: tuple[Decimal, ...] = ()
    open: int = 0


def aside_seen(set_aside: Iterable[SetAside], seen: Mapping[str, SampleItem]) -> Aside:
    """Return what was seen of items set aside; one without amount claims zero."""
    found, left = [], 0
    for part in set_aside:
        amount = part.item.amount
        claimed = Decimal(0) if amount is None or not amount.is_finite() else amount
        verified = verified_of(seen.get(part.key), claimed)
        if verified is None:
            left += not settled(seen.get(part.key))
        else:
            found.append(claimed - verified)
    return Aside(tuple(found), left)


def in_part(items: Iterable[Checked], *parts: Part) -> tuple[Checked, ...]:
    """Return the items that are in the sample for one of these reasons."""
    return tuple(item for item in items if item.drawn.part in parts)
