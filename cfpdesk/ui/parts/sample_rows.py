"""Drawn items, and items set aside, as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.checked_item import Checked, checked_items, settled, verified_of
from cfpdesk.model.drawn_sample import PART_WORD, Part
from cfpdesk.model.population import Conformity, SampleItem, SamplingMethod
from cfpdesk.model.population_frame import SetAside, SetAsideKind
from cfpdesk.model.sampling_view import PopulationState


class ItemTab(StrEnum):
    """Which items the table shows."""

    DIFFERING = "differing"
    ALL = "all"
    WHOLE = "whole"
    OPEN = "open"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One item.

    Attributes:
        key: what its record is kept under.
        part: why it is looked at.
        projected_kg: what its difference stands for, in kgCO2e.
        aside: it is not drawn from; `tip` says why.
    """

    key: str
    name: str
    part: str
    claimed: Decimal | None
    verified: Decimal | None
    projected_kg: Decimal | None
    conforms: Conformity
    missing: bool
    done: bool
    at: datetime | None
    note: str
    finding: str
    evidence: tuple[str, ...]
    whole: bool = False
    aside: bool = False
    place: str = ""
    group: str = ""
    tip: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Claimed − verified, positive = overstated; None while unknown."""
        if self.verified is None:
            return None
        return (self.claimed or Decimal(0)) - self.verified

    @property
    def taint(self) -> Decimal | None:
        """Share of the claimed amount that is misstated."""
        if self.difference is None or not self.claimed:
            return None
        return self.difference / self.claimed

    @property
    def differs(self) -> bool:
        """Tell whether there is a difference or a deviation."""
        no = self.conforms is Conformity.NO or self.missing
        return self.done and (no or self.difference not in (None, 0))


def by_attribute(one: PopulationState) -> bool:
    """Tell whether items are judged as conforming or not, rather than by an amount."""
    return one.population.method is SamplingMethod.ATTRIBUTE


def rows_of(one: PopulationState) -> tuple[SampleRow, ...]:
    """Return the drawn items: those checked as a whole first, then by identifier."""
    if one.evaluation is not None:
        items: Sequence[Checked] = one.evaluation.items
        factor = one.evaluation.sampled.factor
    else:
        items = checked_items(one.sample, one.seen) if one.sample is not None else ()
        factor = Decimal(1)
    made = [_row(one, item, factor) for item in items]
    return tuple(sorted(made, key=lambda row: (not row.whole, row.key)))


def _row(one: PopulationState, item: Checked, factor: Decimal) -> SampleRow:
    seen, drawn = item.seen or SampleItem(), item.drawn
    projected = None if item.projected is None else item.projected * factor
    return SampleRow(
        key=drawn.item.id,
        name=drawn.item.id,
        part=str(PART_WORD[drawn.part]) + (f" ×{drawn.hits}" if drawn.hits > 1 else ""),
        claimed=item.claimed,
        verified=item.verified,
        projected_kg=projected,
        conforms=seen.conforms,
        missing=seen.missing,
        done=item.settled,
        at=seen.checked_at,
        note=seen.note,
        finding=seen.finding,
        evidence=one.evidence.get(drawn.item.id, ()),
        whole=drawn.part is Part.WHOLE,
        place=drawn.item.place,
        group=drawn.item.group,
    )


def aside_rows(one: PopulationState) -> tuple[SampleRow, ...]:
    """Return the items that are not drawn from, in the order in which they came."""
    return tuple(_aside(one, part) for part in (one.frame.set_aside if one.frame else ()))


def _aside(one: PopulationState, part: SetAside) -> SampleRow:
    seen = one.seen.get(part.key, SampleItem())
    amount = part.item.amount
    claimed = amount if amount is not None and amount.is_finite() else None
    return SampleRow(
        key=part.key,
        name=part.item.id or part.key,
        part=str(ASIDE_WORD[part.kind]),
        claimed=claimed,
        verified=verified_of(seen, claimed or Decimal(0)),
        projected_kg=None,
        conforms=seen.conforms,
        missing=seen.missing,
        done=settled(seen),
        at=seen.checked_at,
        note=seen.note,
        finding=seen.finding,
        evidence=one.evidence.get(part.key, ()),
        aside=True,
        place=part.item.place,
        group=part.item.group,
        tip=str(part.reason),
    )


ASIDE_WORD: dict[SetAsideKind, Message] = {
    SetAsideKind.NEGATIVE: msg("negative"),
    SetAsideKind.ZERO: msg("zero"),
    SetAsideKind.DUPLICATE: msg("occurs again"),
    SetAsideKind.NO_ID: msg("no identifier"),
    SetAsideKind.NO_AMOUNT: msg("no amount"),
}


def in_tab(row: SampleRow, tab: ItemTab) -> bool:
    """Tell whether a tab shows an item."""
    match tab:
        case ItemTab.ASIDE:
            return row.aside
        case ItemTab.DIFFERING:
            return row.differs
        case ItemTab.WHOLE:
            return row.whole
        case ItemTab.OPEN:
            return not row.done
    return not row.aside


def tabs_of(rows: Sequence[SampleRow], aside: Sequence[SampleRow]) -> list[tuple[ItemTab, int]]:
    """Return the tabs that have something to show, with how much."""
    whole = sum(row.whole for row in rows)
    found = [
        (ItemTab.DIFFERING, sum(row.differs for row in (*rows, *aside))),
        (ItemTab.ALL, len(rows)),
    ]
    if whole and whole < len(rows):
        found.append((ItemTab.WHOLE, whole))
    found.append((ItemTab.OPEN, sum(not row.done for row in (*rows, *aside))))
    if aside:
        found.append((ItemTab.ASIDE, len(aside)))
    return found
