"""The labels of the butterfly: percent and amount beside each bar, never standing in anything.

Distances are counted from zero outwards, so that both wings follow the same rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from cfpdesk.model.chart.drawing import Anchor, Surface, Words
from cfpdesk.model.chart.sketch import Scale, fitted, lettered

Look: TypeAlias = Literal["ink", "accent", "hatched"]
_GAP = 8.0
_WALL = 8.0  # clear of a wall
_ZERO = 8.0  # clear of zero, for labels inside of a bar
_BREAK = 26.0  # the end of a bar that is drawn broken


@dataclass(frozen=True, slots=True)
class Wing:
    """One direction of a row: percent of the claim (None: not tested), labels, words in full."""

    side: Literal["under", "over"]
    share: Decimal | None
    share_text: str
    amount_text: str
    words: str

    @property
    def sign(self) -> int:
        """Return -1 for left, 1 for right."""
        return -1 if self.side == "under" else 1


@dataclass(frozen=True, slots=True)
class GaugeRow:
    """One row; both wings None where there is nothing to show, then `without` says so."""

    key: str
    label: str
    under: Wing | None
    over: Wing | None
    look: Look
    without: str = ""

    def wings(self) -> tuple[Wing, ...]:
        """Return the wings that are there, left first."""
        return tuple(wing for wing in (self.under, self.over) if wing is not None)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things lie: the axis in percent, top and height of the rows, the walls' percent."""

    scale: Scale
    top: float
    row: float
    rows: int
    materiality: Decimal

    @property
    def bottom(self) -> float:
        """Return where the rows end."""
        return self.top + self.row * self.rows

    @property
    def zero(self) -> float:
        """Return where the axis has its zero."""
        return self.scale.at(Decimal(0))

    def wall(self, sign: int) -> float:
        """Return where a wall stands; -1 left, 1 right."""
        return self.scale.at(sign * self.materiality)


@dataclass(frozen=True, slots=True)
class Label:
    """Percent and amount of a wing, placed, and the ground they stand on; "" for a solid bar."""

    words: tuple[Words, ...]
    ground: str


@dataclass(frozen=True, slots=True)
class _Room:
    """Distances from zero: end of the bar, wall, edge of the axis; `end` is the bar's own end."""

    bar: float
    wall: float
    edge: float
    end: float


def label_of(surface: Surface, plan: Plan, y: float, wing: Wing, look: Look) -> Label:
    """Return the first arrangement that crosses no wall and hides no end of a bar.

    In one line beside the bar, in one line inside of it, the same in two lines, the same without
    the amount; at last drawn back from the wall, over the bar.
    """
    share = wing.share or Decimal(0)
    room = _Room(
        bar=abs(plan.scale.at(share) - plan.zero),
        wall=abs(plan.wall(wing.sign) - plan.zero),
        edge=plan.scale.right - plan.zero,
        end=_BREAK if plan.scale.beyond(share) else _GAP + 4,
    )
    limit = room.wall - _WALL if room.bar <= room.wall else room.edge - 4
    for beside, inside in _shapes(surface, wing, y):
        near = room.bar + _GAP
        if near + _wide(beside) <= limit:
            ground = "raised" if room.bar <= room.wall else "bad_t"
            return Label(_moved(plan, beside, wing, near), ground)
        near = _near_inside(room, _wide(inside))
        if near >= _ZERO:
            words = _moved(plan, inside, wing, near)
            if look == "hatched":
                return Label(words, "base")
            if len({w.y for w in words}) == 1:  # two lines are higher than a bar
                return Label(tuple(_on_solid(w, look) for w in words), "")
    words = _cut(surface, wing, y, room.edge - 12)
    near = max(6.0, min(room.bar + _GAP, limit - _wide(words)))
    return Label(_moved(plan, words, wing, near), "raised")


def _near_inside(room: _Room, wide: float) -> float:
    """Return where a label inside of the bar begins; less than `_ZERO` where there is no room."""
    end = room.bar - room.end
    if end - wide < room.wall < end + _WALL:  # the wall would go through it
        end = room.wall - _WALL
    return end - wide


def _on_solid(words: Words, look: Look) -> Words:
    return replace(words, colour="base" if look == "ink" else "on_accent")


def _shapes(
    surface: Surface, wing: Wing, y: float
) -> Iterator[tuple[tuple[Words, ...], tuple[Words, ...]]]:
    """Yield arrangements for beside and inside of the bar; the percent is at the bar's end."""
    if wing.amount_text:
        yield _flat(surface, wing, y, beside=True), _flat(surface, wing, y, beside=False)
        stacked = _stacked(surface, wing, y)
        yield stacked, stacked
    alone = (_share(surface, wing, y),)
    yield alone, alone


def _wide(words: tuple[Words, ...]) -> float:
    return max(w.right for w in words) - min(w.x for w in words)


def _moved(plan: Plan, words: tuple[Words, ...], wing: Wing, near: float) -> tuple[Words, ...]:
    """Return words moved so that they begin at a distance from zero."""
    inner = min(w.x for w in words) if wing.sign > 0 else max(w.right for w in words)
    shift = plan.zero + wing.sign * near - inner
    return tuple(replace(w, x=w.x + shift) for w in words)


def _share(surface: Surface, wing: Wing, y: float, anchor: Anchor = "start") -> Words:
    tested = wing.share is not None
    colour = "text" if tested else "muted"
    text = wing.share_text
    return lettered(surface, 0, y, text, 12, bold=tested, colour=colour, anchor=anchor)


def _flat(surface: Surface, wing: Wing, y: float, *, beside: bool) -> tuple[Words, ...]:
    """Return percent and amount in one line, the percent towards the end of the bar."""
    share = _share(surface, wing, y)
    value = lettered(surface, 0, y, wing.amount_text, 11, colour="muted")
    share_first = beside == (wing.sign > 0)
    if share_first:
        return share, replace(value, x=share.width + _GAP)
    return replace(share, x=value.width + _GAP), value


def _stacked(surface: Surface, wing: Wing, y: float) -> tuple[Words, ...]:
    """Return the percent above the amount."""
    anchor: Anchor = "start" if wing.sign > 0 else "end"
    up, down = surface.line(11) / 2, surface.line(12) / 2
    value = lettered(surface, 0, y + down, wing.amount_text, 11, colour="muted", anchor=anchor)
    return _share(surface, wing, y - up, anchor), value


def _cut(surface: Surface, wing: Wing, y: float, width: float) -> tuple[Words, ...]:
    """Return what a width holds: both in two lines, or the percent alone, cut at need."""
    if wing.amount_text:
        stacked = _stacked(surface, wing, y)
        if _wide(stacked) <= width:
            return stacked
    text = fitted(surface, wing.share_text, width, 12, bold=True)
    return (_share(surface, replace(wing, share_text=text), y),)
