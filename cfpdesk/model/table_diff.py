"""Two versions of a client's table, line by line: added, removed, changed, moved, the same.

Lines are matched by their key, those of an inventory that has none by the name of their source.
Where the client gave a line another name, that is suggested and never assumed: such lines stand as
removed and added.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.dataset import NAME_ROLE, ROLE_WORD, ROLES, ColumnRole, DatasetKind
from cfpdesk.model.mapped_value import MappedValue
from cfpdesk.model.quantity import figure
from cfpdesk.model.table_rows import TableRow

_ALIKE = 0.6
_MOST_COMPARED = 200


class ChangeKind(StrEnum):
    """What happened to a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that is not what it was; both with their cells."""

    role: ColumnRole
    before: MappedValue
    after: MappedValue


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line in both versions.

    Attributes:
        key: in the new version; in the old one for a line that was removed.
        before, after: the line; None where a version does not have it.
        fields: what changed, in the order of the roles.
        moved: it stands elsewhere among the lines that both versions have.
        renamed_to, renamed_from: key of the line that may be the same under another name.
    """

    kind: ChangeKind
    key: str
    before: TableRow | None
    after: TableRow | None
    fields: tuple[FieldChange, ...] = ()
    moved: bool = False
    renamed_to: str = ""
    renamed_from: str = ""


@dataclass(frozen=True, slots=True)
class TableDiff:
    """All lines of both versions: those of the new one in its order, then those removed."""

    lines: tuple[LineChange, ...]

    def of(self, kind: ChangeKind) -> tuple[LineChange, ...]:
        """Return the lines of one kind."""
        return tuple(line for line in self.lines if line.kind is kind)

    @property
    def same(self) -> bool:
        """Whether nothing changed at all."""
        return all(line.kind is ChangeKind.SAME for line in self.lines)


def diff_tables(
    kind: DatasetKind, before: Iterable[TableRow], after: Iterable[TableRow]
) -> TableDiff:
    """Return what happened to each line between two versions."""
    old, new = list(before), list(after)
    pairs = _pairs(kind, old, new)
    moved = _moved(pairs)
    partner = {j: i for i, j in pairs}
    gone = sorted(set(range(len(old))) - set(partner.values()))
    come = [j for j in range(len(new)) if j not in partner]
    renamed = _renamed(kind, [old[i] for i in gone], [new[j] for j in come])
    back = {value: key for key, value in renamed.items()}
    lines = [
        _both(kind, old[partner[j]], row, moved=j in moved)
        if j in partner
        else LineChange(ChangeKind.ADDED, row.key, None, row, renamed_from=back.get(row.key, ""))
        for j, row in enumerate(new)
    ]
    lines += [
        LineChange(
            ChangeKind.REMOVED, old[i].key, old[i], None, renamed_to=renamed.get(old[i].key, "")
        )
        for i in gone
    ]
    return TableDiff(tuple(lines))


def _both(kind: DatasetKind, before: TableRow, after: TableRow, *, moved: bool) -> LineChange:
    fields = _fields(kind, before, after)
    change = ChangeKind.CHANGED if fields else ChangeKind.MOVED if moved else ChangeKind.SAME
    return LineChange(change, after.key, before, after, fields, moved)


def _fields(kind: DatasetKind, before: TableRow, after: TableRow) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(role, before.value(role), after.value(role))
        for role in ROLES[kind]
        if not _equal(before.value(role), after.value(role))
    )


def _equal(before: MappedValue, after: MappedValue) -> bool:
    if before.number is not None and after.number is not None:
        return before.number == after.number and before.unit == after.unit
    if before.value is None and after.value is None:
        return before.cell.text.strip() == after.cell.text.strip()
    return type(before.value) is type(after.value) and before.text == after.text


def _pairs(
    kind: DatasetKind, old: Sequence[TableRow], new: Sequence[TableRow]
) -> list[tuple[int, int]]:
    """Return which line of the old version is which of the new one, as positions in order."""
    theirs = _groups(_base(row.key) for row in new)
    pairs: list[tuple[int, int]] = []
    for key, ours in _groups(_base(row.key) for row in old).items():
        pairs += _within(kind, old, new, ours, theirs.get(key, []))
    if kind is DatasetKind.POPULATION:
        return sorted(pairs)  # a voucher under another number is another voucher
    taken_old = {i for i, _j in pairs}
    taken_new = {j for _i, j in pairs}
    left_old = [i for i in range(len(old)) if i not in taken_old]
    left_new = [j for j in range(len(new)) if j not in taken_new]
    name = NAME_ROLE[kind]
    named = _groups(new[j].value(name).text for j in left_new)
    for text, ours in _groups(old[i].value(name).text for i in left_old).items():
        others = named.get(text, [])
        if text and len(ours) == len(others) == 1:
            pairs.append((left_old[ours[0]], left_new[others[0]]))
    return sorted(pairs)


def _groups(texts: Iterable[str]) -> dict[str, list[int]]:
    """Return the positions at which each text stands."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        found[text].append(at)
    return found


_COUNTED = re.compile(r"#\d+$")


def _base(key: str) -> str:
    """Return a key without the count of lines of the same name: it shifts when one is removed."""
    return _COUNTED.sub("", key)


def _within(
    kind: DatasetKind,
    old: Sequence[TableRow],
    new: Sequence[TableRow],
    ours: Sequence[int],
    theirs: Sequence[int],
) -> list[tuple[int, int]]:
    """Match lines of one name: those that are the same first, then one after the other."""
    if len(ours) == 1 == len(theirs):
        return list(zip(ours, theirs, strict=False))
    by_content = defaultdict(list)
    for j in reversed(theirs):
        by_content[_content(kind, new[j])].append(j)
    pairs = [(i, alike.pop()) for i in ours if (alike := by_content.get(_content(kind, old[i])))]
    done_old = {i for i, _j in pairs}
    done_new = {j for _i, j in pairs}
    rest_old = [i for i in ours if i not in done_old]
    rest_new = [j for j in theirs if j not in done_new]
    return pairs + list(zip(rest_old, rest_new, strict=False))


def _content(kind: DatasetKind, row: TableRow) -> tuple[tuple[str, str], ...]:
    return tuple((row.value(role).text, row.value(role).unit) for role in ROLES[kind])


def _moved(pairs: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the new positions of lines that left their order: as few as explain the rest."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    places = [j for _i, j in pairs]
    for at, place in enumerate(places):
        length = bisect_left(tails, place)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(place)
            ends.append(at)
        else:
            tails[length] = place
            ends[length] = at
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(places[at])
        at = previous[at]
    return frozenset(places) - kept


def _renamed(
    kind: DatasetKind, gone: Sequence[TableRow], come: Sequence[TableRow]
) -> dict[str, str]:
    """Return for keys that are gone the key under which the line may be found now."""
    if not gone or not come or len(gone) * len(come) > _MOST_COMPARED**2:
        return {}
    scored = sorted(
        (
            (score, before.key, after.key)
            for before in gone
            for after in come
            if (score := _alike(kind, before, after)) >= _ALIKE
        ),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    found: dict[str, str] = {}
    for _score, before_key, after_key in scored:
        if before_key not in found and after_key not in found.values():
            found[before_key] = after_key
    return found


def _alike(kind: DatasetKind, before: TableRow, after: TableRow) -> float:
    """Return how alike two lines are, 0 to 1: half by their names, half by their figures."""
    names = SequenceMatcher(None, before.name(kind), after.name(kind)).ratio()
    figures = [
        (a, b)
        for role in ROLES[kind]
        if (a := before.value(role).number) is not None
        and (b := after.value(role).number) is not None
    ]
    if not figures:
        return names
    return (names + sum(a == b for a, b in figures) / len(figures)) / 2


def change_text(change: FieldChange) -> Message:
    """Return what a value was and is, with both cells."""
    return msg(
        "{field}: {before} ({cell}) is now {after} ({new_cell})",
        field=ROLE_WORD[change.role],
        before=_shown(change.before),
        cell=change.before.address or "–",
        after=_shown(change.after),
        new_cell=change.after.address or "–",
    )


def _shown(value: MappedValue) -> str:
    number = value.number
    text = figure(number) if number is not None else value.text or value.cell.text.strip()
    return f"{text} {value.unit}".strip() if number is not None else text or "–"
