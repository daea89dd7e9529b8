"""What a newer version of the client's workbook changes, line by line, before it is taken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.dataset import NAME_ROLE, ROLE_WORD, ColumnRole, DatasetKind
from cfpdesk.model.table_diff import ChangeKind, FieldChange, LineChange, change_text
from cfpdesk.ui.parts.workbook_book import Book, Version
from cfpdesk.ui.style import role
from cfpdesk.ui.table_model import Column, Grid
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label

_WORD: dict[ChangeKind, Message] = {
    ChangeKind.CHANGED: msg("changed"),
    ChangeKind.ADDED: msg("new"),
    ChangeKind.REMOVED: msg("gone"),
    ChangeKind.MOVED: msg("moved"),
    ChangeKind.SAME: msg("the same"),
}
_SHAPE: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.CHANGED: ("warning", "warn"),
    ChangeKind.ADDED: ("plus", "text2"),
    ChangeKind.REMOVED: ("minus", "text2"),
    ChangeKind.MOVED: ("arrow-right", "muted"),
    ChangeKind.SAME: ("check", "ok"),
}
_CHANGES, _ALL = "changes", "all"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the table: a value that changed, or what happened to a line as a whole."""

    key: str
    line: LineChange
    field: FieldChange | None = None
    code: str = ""
    name: str = ""
    joined: bool = False


class TableChanges(QWidget):
    """Emits `taken` with the pairs of keys that a person takes for one line, or where one goes."""

    taken = Signal(list)
    mapping_wanted = Signal()
    left = Signal()

    def __init__(self, kind: DatasetKind = DatasetKind.INVENTORY) -> None:
        super().__init__()
        self._version: Version | None = None
        self._shown = _CHANGES
        self._same: set[tuple[str, str]] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        role(head, box="base", compact=True)
        line = QHBoxLayout(head)
        line.setContentsMargins(20, 8, 20, 8)
        line.setSpacing(10)
        self._title = label("", "card")
        self._which = Choice(_("Which lines"), "chips")
        self._which.chosen.connect(self._narrow)
        line.addWidget(self._title)
        self._file = ElidedLabel("", "muted")
        line.addWidget(self._file, 1)
        line.addWidget(self._which)
        column.addWidget(head)
        self._notes = label("", "warn", wrap=True)
        self._notes.setContentsMargins(20, 0, 20, 8)
        column.addWidget(self._notes)
        column.addWidget(Hairline())
        self.grid: Grid[ChangeRow] = Grid(
            _("Changes line by line"), _columns(kind), key=lambda row: row.key, speak=_spoken
        )
        self.grid.chosen.connect(lambda _key: self._show_pair())
        self.grid.opened.connect(lambda _key: self._join())
        same = EmptyState(_("Not one line changed. The judgements stay as they are."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(same)
        column.addWidget(self._stack, 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        box = QFrame()
        role(box, box="base")
        line = QHBoxLayout(box)
        line.setContentsMargins(20, 8, 20, 8)
        line.setSpacing(10)
        words = _(
            "Judgements stay with their lines; the version before is kept by its fingerprint."
        )
        line.addWidget(ElidedLabel(words, "muted"), 1)
        self.join = button("", self._join, name="join-lines")
        line.addWidget(self.join)
        line.addWidget(button(_("Not now"), self.left.emit, name="leave-changes"))
        line.addWidget(
            button(_("Map it anew"), self.mapping_wanted.emit, name="map-anew",
                   tip=_("As another table beside this one"))
        )  # fmt: skip
        self.take = button(_("Take this version"), self._take, kind="primary", name="take-version")
        line.addWidget(self.take)
        return box

    # Showing ----------------------------------------------------------------------------------

    def show_book(self, book: Book) -> None:
        """Show what a newer version changes."""
        version = book.version
        if version is None:
            return
        self._version, self._shown = version, _CHANGES
        self._same = set()
        self._title.setText(_("New version of {name}").format(name=version.before.dataset.name))
        self._file.setText(book.file.name)
        locked = version.before.locked
        notes = [str(note) for note in (*version.found.notes, *book.notes)]
        notes = [str(locked), *notes] if locked is not None else notes
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        possible = version.found.complete and locked is None
        self.take.setEnabled(possible)
        self.take.setToolTip("" if possible else "\n".join(notes))
        self._show()

    def _take(self) -> None:
        self.taken.emit(sorted(self._same))

    # Lines that only changed their name -------------------------------------------------------

    def _pair(self) -> tuple[str, str] | None:
        """Return the old and new key of the current row, where one may be the other."""
        key = self.grid.current_key()
        row = next((row for row in self.grid.rows_model.rows if row.key == key), None)
        if row is None:
            return None
        if row.line.renamed_to:
            return (row.line.key, row.line.renamed_to)
        return (row.line.renamed_from, row.line.key) if row.line.renamed_from else None

    def _join(self) -> None:
        """Take two lines for one, so that its judgements go over; or no longer."""
        pair = self._pair()
        if pair is not None:
            self._same ^= {pair}
            self._show()

    def _show_pair(self) -> None:
        pair = self._pair()
        self.join.setVisible(pair is not None)
        words = _("They are two lines") if pair in self._same else _("It is the same line")
        self.join.setText(words)
        self.join.setAccessibleName(words)

    # Rows -------------------------------------------------------------------------------------

    def _narrow(self, key: str) -> None:
        self._shown = key
        self._show()

    def _show(self) -> None:
        if self._version is None:
            return
        diff = self._version.diff
        changed = [line for line in diff.lines if line.kind is not ChangeKind.SAME]
        self._which.set_options(
            [
                (_CHANGES, _("Changes {n}").format(n=len(changed))),
                (_ALL, _("All lines {n}").format(n=len(diff.lines))),
            ]
        )
        self._which.choose(self._shown)
        lines = changed if self._shown == _CHANGES else list(diff.lines)
        rows = change_rows(lines, NAME_ROLE[self._version.before.dataset.kind], self._same)
        self.grid.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows and not self.grid.current_key():
            self.grid.select(rows[0].key)
        self._show_pair()

    def panes(self) -> Sequence[QWidget]:
        """Return the table and the verb."""
        return (self.grid, self.take)


def change_rows(
    lines: Sequence[LineChange], name_role: ColumnRole, same: Collection[tuple[str, str]] = ()
) -> tuple[ChangeRow, ...]:
    """Return one row for each value that changed, else one for the line.

    Args:
        lines: in order.
        name_role: the role that names a line.
        same: old and new keys that a person takes for one line.
    """
    rows = []
    for number, line in enumerate(lines):
        shown = line.after or line.before
        code = shown.value(ColumnRole.ID).text if shown else ""
        name = shown.value(name_role).text if shown else ""
        for place, field in enumerate(line.fields or (None,)):
            first = place == 0
            rows.append(
                ChangeRow(
                    f"{number}-{place}", line, field,
                    (code or line.key) if first else "", name if first else "",
                    joined=bool({(line.key, line.renamed_to), (line.renamed_from, line.key)}
                                & set(same)),
                )
            )  # fmt: skip
    return tuple(rows)


def what_changed(row: ChangeRow) -> str:
    """Return what happened to a line, in words."""
    line = row.line
    if row.field is not None:
        return str(change_text(row.field))
    if row.joined:
        return _("the same line: its judgements go over to {line}").format(
            line=line.renamed_to or line.key
        )
    if line.renamed_to:
        return _("may be {line} under another name").format(line=line.renamed_to)
    if line.renamed_from:
        return _("may be {line} of the version before").format(line=line.renamed_from)
    if line.kind is ChangeKind.REMOVED:
        return _("no longer in the table; its judgements are kept and do not count")
    if line.kind is ChangeKind.ADDED:
        return _("a line that was not there")
    return ""


def _columns(table: DatasetKind) -> tuple[Column[ChangeRow], ...]:
    def kind(row: ChangeRow) -> str:
        return str(_WORD[row.line.kind]) if row.code or row.name else ""

    def cell(row: ChangeRow) -> str:
        if row.field is None:
            return ""
        return f"{row.field.before.address} → {row.field.after.address}"

    if table is DatasetKind.POPULATION:
        code, wide, name = _("Item no."), 136, str(ROLE_WORD[NAME_ROLE[table]])
    else:
        code, wide, name = "#", 70, _("Emission source")
    return (
        Column(code, lambda row: row.code, token=lambda _row: "text2", width=wide),
        Column(name, lambda row: row.name, width=240),
        Column(
            _("What changed"), kind, width=110,
            icon=lambda row: _SHAPE[row.line.kind] if kind(row) else ("", ""),
        ),
        Column(_("Before and after"), what_changed, width=0),
        Column(_("Cells"), cell, token=lambda _row: "muted", width=120),
    )  # fmt: skip


def _spoken(row: ChangeRow) -> str:
    parts = (row.line.key, row.name, str(_WORD[row.line.kind]), what_changed(row))
    return "，".join(part for part in parts if part)
