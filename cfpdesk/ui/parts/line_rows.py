"""Lines of the inventory as rows of a grid: narrowed, put in groups, sorted, with their sums."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cfpdesk.i18n import _
from cfpdesk.model.factor import RANK_WORD, rank_of
from cfpdesk.model.inventory import STAGE_WORD, LifeCycleStage
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.quantity import figure, unit_text
from cfpdesk.ui.initials import initials


class LineFilter(StrEnum):
    """What the lines can be narrowed to; several narrow together."""

    DOUBTS = "doubts"
    CHANGED = "changed"
    NOT_TRACED = "not_traced"
    SIGNIFICANT = "significant"


class Grouping(StrEnum):
    """Under which heads the lines stand; Ctrl+G goes from one to the next."""

    STAGE = "stage"
    RANK = "rank"
    OWNER = "owner"
    NONE = "none"


@dataclass
class Narrowing:
    """What is shown and in which order; the page keeps it over a language switch.

    Attributes:
        sort: number of the column that is sorted by; None leaves the client's order.
    """

    filters: frozenset[LineFilter] = frozenset()
    text: str = ""
    grouping: Grouping = Grouping.STAGE
    sort: int | None = None
    descending: bool = False

    def lets_pass(self, view: LineView) -> bool:
        """Tell whether a line passes all filters and holds every word that was typed."""
        return all(FILTERS[each](view) for each in self.filters) and _holds(view, self.text)

    def sort_by(self, column: int) -> None:
        """Sort by a column: figures largest first; again the other way; then as the client has."""
        if COLUMN_KEYS[column] not in SORTED_BY:
            self.sort = None
            return
        first_down = COLUMN_KEYS[column] in _FIGURES
        if self.sort != column:
            self.sort, self.descending = column, first_down
        elif self.descending is first_down:
            self.descending = not first_down
        else:
            self.sort, self.descending = None, False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line, a head with the sums of the lines below it, or the total at the end.

    Attributes:
        view: the line; None for heads and the total.
        claimed, verified, share: sums of heads and of the total; in kgCO2e and percent.
    """

    key: str
    name: str
    view: LineView | None = None
    claimed: Decimal | None = None
    verified: Decimal | None = None
    share: Decimal | None = None
    total: bool = False

    @property
    def is_head(self) -> bool:
        """Tell whether it is no line."""
        return self.view is None


FILTERS: dict[LineFilter, Callable[[LineView], bool]] = {
    LineFilter.DOUBTS: lambda view: bool(view.doubts),
    LineFilter.CHANGED: lambda view: view.result.changed,
    LineFilter.NOT_TRACED: lambda view: not view.followed,
    LineFilter.SIGNIFICANT: lambda view: view.significant,
}


def line_key(view: LineView) -> str:
    """Return the row of a line's review: by it the line is named in the grid and by targets."""
    return view.result.review.row


def line_code(view: LineView) -> str:
    """Return how people call a line: the client's number, else its key."""
    return view.result.line.code or view.result.line.key


def _holds(view: LineView, typed: str) -> bool:
    words = typed.casefold().split()
    if not words:
        return True
    line = view.result.line
    texts = (line.code, line.key, line.name, line.stage, line.factor_source, line.gas, line.remark)
    plain, sound = "\n".join(texts).casefold(), ""
    for word in words:
        if word not in plain:
            sound = sound or initials(line.name)
            if not word.isascii() or word not in sound:
                return False
    return True


# Rows -------------------------------------------------------------------------------------------


def grid_rows(state: InventoryState, shown: Narrowing) -> tuple[GridRow, ...]:
    """Return heads, lines and the total; only the total's row where nothing passes is left out."""
    passing = [view for view in state.lines if shown.lets_pass(view)]
    if not passing:
        return ()
    rows: list[GridRow] = []
    for key, name, inside in _groups(state, passing, shown.grouping):
        if name:
            rows.append(_head(f"head-{key}", name, inside))
        rows += [GridRow(line_key(v), v.result.line.name, v) for v in _sorted(inside, shown)]
    rows.append(_total(state, passing))
    return tuple(rows)


def _groups(
    state: InventoryState, views: Sequence[LineView], grouping: Grouping
) -> Iterator[tuple[str, str, list[LineView]]]:
    if grouping is Grouping.NONE:
        yield "", "", list(views)
        return
    if grouping is Grouping.RANK:
        yield from _by_rank(views)
        return
    if grouping is Grouping.OWNER:
        yield from _by_owner(views)
        return
    single = len({view.result.stage for view in state.lines}) == 1
    for stage in (*LifeCycleStage, None):
        inside = [view for view in views if view.result.stage is stage]
        if inside:
            known = str(STAGE_WORD[stage]) if stage else _("No stage stated")
            yield stage or "none", "" if single and stage is None else known, inside


def _by_rank(views: Sequence[LineView]) -> Iterator[tuple[str, str, list[LineView]]]:
    ranks = {line_key(view): rank_letter(view) for view in views}
    for letter in sorted(set(ranks.values()), key=lambda each: (not each, each)):
        inside = [view for view in views if ranks[line_key(view)] == letter]
        rank = rank_of(letter)
        word = f"{letter}  {RANK_WORD[rank]}" if rank else _("No rank stated")
        yield letter or "none", word, inside


def _by_owner(views: Sequence[LineView]) -> Iterator[tuple[str, str, list[LineView]]]:
    """Yield the lines by who judged last about them; those that wait for somebody come last."""
    for owner in sorted({view.owner for view in views}, key=lambda each: (not each, each)):
        inside = [view for view in views if view.owner == owner]
        yield owner or "none", owner or _("Nobody has judged these yet"), inside


def _head(key: str, name: str, views: Sequence[LineView]) -> GridRow:
    counted = [view.result for view in views if view.result.counts]
    shares = [r.share_pct for r in counted if r.share_pct is not None]
    return GridRow(
        key,
        name,
        claimed=sum((r.claimed_kg or Decimal(0) for r in counted), Decimal(0)),
        verified=sum((r.verified_kg or Decimal(0) for r in counted), Decimal(0)),
        share=sum(shares, Decimal(0)) if shares else None,
    )


def _total(state: InventoryState, views: Sequence[LineView]) -> GridRow:
    head = _head("total", "", views)
    output = state.engagement.output_quantity
    if len(views) < len(state.lines):
        name = _("Total of {n} of {all} lines").format(n=len(views), all=len(state.lines))
    elif output:
        unit = unit_text(state.engagement.output_unit)
        name = _("Total (÷ {amount} {unit})").format(amount=figure(output), unit=unit)
    else:
        name = _("Total")
    return GridRow("total", name, None, head.claimed, head.verified, head.share, total=True)


def _sorted(views: list[LineView], shown: Narrowing) -> list[LineView]:
    order = SORTED_BY.get(COLUMN_KEYS[shown.sort]) if shown.sort is not None else None
    if order is None:
        return views
    known = [view for view in views if order(view) is not None]
    rest = [view for view in views if order(view) is None]
    return sorted(known, key=order, reverse=shown.descending) + rest


def rank_letter(view: LineView) -> str:
    """Return the rank of the factor, the auditor's before the client's; empty where none is."""
    given = view.result.review.rank or view.result.line.rank
    rank = rank_of(given)
    return str(rank) if rank else given.strip()[:3]


def _size(view: LineView) -> Decimal | None:
    difference = view.result.difference_kg
    return None if difference is None else abs(difference)


COLUMN_KEYS = (
    "code", "name", "activity", "factor", "rank", "claimed", "verified", "difference", "share",
)  # fmt: skip
_FIGURES = frozenset({"activity", "factor", "claimed", "verified", "difference", "share"})

SORTED_BY: dict[str, Callable[[LineView], Any]] = {
    "name": lambda view: view.result.line.name,
    "activity": lambda view: view.result.line.activity.value,
    "factor": lambda view: view.result.line.factor.value,
    "rank": lambda view: rank_letter(view) or None,
    "claimed": lambda view: view.result.claimed_kg,
    "verified": lambda view: view.result.verified_kg,
    "difference": _size,
    "share": lambda view: view.result.share_pct,
}
