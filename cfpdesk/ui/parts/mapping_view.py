"""Saying where the client's table is and what its columns mean; the program has guessed already.

Left the sheets, in the middle the sheet itself with the header marked, at the right the meaning of
the columns with the reasons. Nothing is written before [Use this table].
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.dataset import ROLE_WORD, ROLES, ColumnRole
from cfpdesk.model.period_columns import span_text
from cfpdesk.model.sheet import SheetInfo, SheetRows, Visibility, column_letters, column_number
from cfpdesk.model.table_guess import TableGuess
from cfpdesk.ui.parts import mapping_draft
from cfpdesk.ui.parts.mapping_draft import Rows
from cfpdesk.ui.parts.mapping_roles import MappingRoles
from cfpdesk.ui.parts.workbook_book import Book
from cfpdesk.ui.settings import Settings
from cfpdesk.ui.style import role as style
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.list_delegate import ListRow, RowList
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.sheet_view import SheetView
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

_VISIBILITY = {
    Visibility.VISIBLE: "",
    Visibility.HIDDEN: msg("hidden"),
    Visibility.VERY_HIDDEN: msg("very hidden"),
}
_NUMBER_WIDTH, _WHY_HEIGHT = 58, 76


class MappingView(QWidget):
    """Emits `used` with the table as it is mapped, `left` where a person goes back."""

    used = Signal(object)
    left = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._book: Book | None = None
        self._sheet: SheetRows | None = None
        self._guess: TableGuess | None = None
        self._looked: ColumnRole | None = None
        self._looked_through: mapping_draft.Looked | None = None
        self._made_of: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.sheets = RowList(_("Sheets of the workbook"))
        self.sheets.chosen.connect(self._to_sheet)
        self.view = SheetView(_("Cells of the client's sheet"))
        self.view.header_pressed.connect(self._offer_roles)
        self.roles = MappingRoles()
        self.roles.mapped.connect(self._map)
        self.roles.united.connect(self._unite)
        self.roles.looked.connect(self._look)
        parts = [(self.sheets, 168), (self._middle(), 600), (self.roles, 404)]
        column.addWidget(Panes("mapping", settings, parts, grow=1), 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot())

    # Making -----------------------------------------------------------------------------------

    def _middle(self) -> QWidget:
        box = QFrame()
        style(box, box="base")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._numbers = {
            name: self._number(name, words)
            for name, words in (
                ("top", _("First header row")),
                ("bottom", _("Last header row")),
                ("first", _("First row of data")),
                ("last", _("Last row of data; empty to the end")),
            )
        }
        line = row(
            label(_("Header rows"), "label"), self._numbers["top"], label("–", "muted"),
            self._numbers["bottom"], 10, label(_("Data from row"), "label"),
            self._numbers["first"], label(_("to row"), "label"), self._numbers["last"], None,
            spacing=6,
        )  # fmt: skip
        line.setContentsMargins(12, 5, 12, 5)
        column.addLayout(line)
        self._problem = label("", "bad", wrap=True)
        self._problem.setContentsMargins(12, 0, 12, 4)
        self._problem.hide()
        column.addWidget(self._problem)
        self._notes = label("", "warn", wrap=True)
        self._notes.setObjectName("file-notes")
        self._notes.setContentsMargins(12, 0, 12, 6)
        self._notes.hide()
        column.addWidget(self._notes)
        column.addWidget(Hairline())
        column.addWidget(self.view, 1)
        column.addWidget(Hairline())
        self._why = label("", "label", wrap=True)
        self._why.setObjectName("why")
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._why.setContentsMargins(12, 6, 12, 6)
        self._why.setMinimumHeight(_WHY_HEIGHT)
        self._told = label("", "warn", wrap=True)
        self._told.setObjectName("table-notes")
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._told.setContentsMargins(0, 6, 12, 6)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self._why, 1)
        beside.addWidget(self._told, 1)
        column.addLayout(beside)
        return box

    def _number(self, name: str, words: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(f"row-{name}")
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.setFixedWidth(_NUMBER_WIDTH)
        made.editingFinished.connect(self._rows_left)
        return made

    def _foot(self) -> QWidget:
        box = QFrame()
        style(box, box="base")
        line = QHBoxLayout(box)
        line.setContentsMargins(20, 8, 20, 8)
        line.setSpacing(10)
        self._said = ElidedLabel("", "label")
        line.addWidget(self._said, 1)
        line.addWidget(button(_("Not now"), self.left.emit, name="leave-mapping"))
        self.use = button(_("Use this table"), self._use, kind="primary", name="use-table")
        line.addWidget(self.use)
        return box

    # Showing ----------------------------------------------------------------------------------

    def show_book(self, book: Book) -> None:
        """Show a workbook with the best guess in it."""
        self._book, self._looked = book, None
        found = {guess.index for guess in book.found}
        self.sheets.set_rows([_sheet_row(s.info, table=s.info.index in found) for s in book.sheets])
        self._notes.setText("\n".join(str(note) for note in book.notes))
        self._notes.setVisible(bool(book.notes))
        best = book.start
        index = best.index if best else book.sheets[0].info.index
        self.sheets.select(str(index))
        self._to_sheet(str(index))

    def _to_sheet(self, key: str) -> None:
        if self._book is None:
            return
        sheet = next((s for s in self._book.sheets if str(s.info.index) == key), None)
        if sheet is None:
            return
        self._sheet = sheet
        self.view.set_sheet(sheet, self._book.formulas_of(sheet.info))
        known = [g for g in (self._book.start, *self._book.found) if g is not None]
        on_sheet = [g for g in known if g.index == sheet.info.index]
        other = self._book.others.get(sheet.info.index)
        blank = mapping_draft.blank(sheet, self._book.kind, other)
        self._guess = on_sheet[0] if on_sheet else blank
        self._looked = None
        self._show()

    def _show(self) -> None:
        if self._guess is None or self._sheet is None:
            return
        guess, sheet = self._guess, self._sheet
        self._problem.hide()
        top, bottom = guess.header
        texts = {"top": top, "bottom": bottom, "first": guess.first_row,
                 "last": 0 if guess.to_end else guess.last_row}  # fmt: skip
        for name, number in texts.items():
            self._numbers[name].setText(str(number) if number else "")
            self._numbers[name].setModified(False)
        self._numbers["last"].setPlaceholderText(_("end"))
        self.view.mark(guess.header, mapping_draft.words_of(guess))
        options = mapping_draft.column_options(sheet, guess.header)
        periods = mapping_draft.period_options(sheet, guess.header)
        self.roles.show_guess(guess, options, periods)
        self._look_through(guess, sheet)
        self._show_why(guess)
        missing = mapping_draft.lacking(guess)
        self.use.setEnabled(missing is None)
        self.use.setToolTip(str(missing or ""))
        self._said.setText(str(missing) if missing else self._counted(guess))
        style(self._said, text="warn" if missing else "label")

    def _look_through(self, guess: TableGuess, sheet: SheetRows) -> None:
        """Read the table as it is mapped, and say what a person should know of it."""
        made_of = (guess.sheet, guess.dataset("draft"), guess.records("draft"))
        if made_of == self._made_of:
            return
        self._made_of = made_of
        formulas = self._book.formulas_of(sheet.info) if self._book else {}
        self._looked_through = mapping_draft.looked_through(guess, sheet, formulas)
        notes = self._looked_through.notes if self._looked_through else ()
        self._told.setText("\n".join(f"· {note}" for note in notes))
        self._told.setVisible(bool(notes))

    def _show_why(self, guess: TableGuess) -> None:
        """Say why the table is here, or why a column means what one looks at."""
        looked = next((c for c in guess.columns if c.role is self._looked), None)
        if looked is None:
            self._why.setText("\n".join(f"· {reason}" for reason in guess.reasons))
            return
        head = f"{span_text(looked.beside) or looked.column} · {ROLE_WORD[looked.role]}"
        self._why.setText("\n".join([head, *(f"· {reason}" for reason in looked.reasons)]))

    def _counted(self, guess: TableGuess) -> str:
        parts = []
        found = self._looked_through
        lines, sums = (found.lines, found.sums) if found else (guess.lines, guess.sums)
        if lines and (found is not None or not any(c.beside for c in guess.columns)):
            parts.append(str(msg("{n} {n:line|lines}", n=lines)))
        elif lines:
            parts.append(str(msg("{n} {n:row|rows}, unfolded by period", n=lines)))
        wrong = [found for found in sums if not found.agrees]
        words = _("row {row} “{name}” does not add up")
        parts += [words.format(row=found.row, name=found.label) for found in wrong[:2]]
        if sums and not wrong:
            parts.append(_("all sums add up"))
        return " · ".join(parts)

    # Changing ---------------------------------------------------------------------------------

    def _rows_left(self) -> None:
        if self._guess is None or self._sheet is None:
            return
        if not any(field.isModified() for field in self._numbers.values()):
            return
        try:
            numbers = {name: _row_number(f.text()) for name, f in self._numbers.items()}
            rows = Rows((numbers["top"], numbers["bottom"]), numbers["first"], numbers["last"])
            self._guess = mapping_draft.with_rows(self._guess, self._sheet, rows)
        except UserError as error:
            self._problem.setText(str(error.message))
            self._problem.show()
            return
        self._show()

    def _map(self, role: ColumnRole, letters: str) -> None:
        if self._guess is not None and self._sheet is not None:
            self._guess = mapping_draft.with_column(self._guess, self._sheet, role, letters)
            self._looked = role
            self._show()
            if letters:
                first = column_number(letters.split(maxsplit=1)[0])
                self.view.show_cell(first, self._guess.first_row)

    def _unite(self, role: ColumnRole, unit: str) -> None:
        if self._guess is not None:
            self._guess = mapping_draft.with_unit(self._guess, role, unit)
            self._show()

    def _look(self, role: ColumnRole) -> None:
        if self._guess is None or self._looked is role:
            return
        self._looked = role
        self._show()
        column = next((c.column for c in self._guess.columns if c.role is role), "")
        if column:
            self.view.show_cell(column_number(column), self._guess.first_row)

    def _offer_roles(self, column: int) -> None:
        """Offer what the column may mean, under its head."""
        if self._guess is None:
            return
        letters = column_letters(column)
        now = next((c.role for c in self._guess.columns if letters in c.letters), None)
        menu = QMenu(self)
        for role in ROLES[self._guess.kind]:
            action = menu.addAction(str(ROLE_WORD[role]), self._mapping(role, letters))
            action.setCheckable(True)
            action.setChecked(role is now)
        menu.addSeparator()
        nothing = menu.addAction(_("Means nothing here"))
        nothing.setEnabled(now is not None)
        if now is not None:
            nothing.triggered.connect(self._mapping(now, ""))
        header = self.view.horizontalHeader()
        at = header.mapToGlobal(header.rect().bottomLeft())
        at.setX(at.x() + header.sectionViewportPosition(column - 1))
        menu.popup(at)

    def _mapping(self, role: ColumnRole, letters: str) -> Callable[[], None]:
        return lambda: self._map(role, letters)

    def _use(self) -> None:
        if self._guess is not None and mapping_draft.lacking(self._guess) is None:
            self.used.emit(self._guess)

    def panes(self) -> Sequence[QWidget]:
        """Return sheets, cells, roles."""
        return (self.sheets, self.view, self.use)


def _row_number(text: str) -> int:
    """Return a row; nothing is 0.

    Raises:
        UserError: if it is no row.
    """
    plain = text.strip()
    if not plain:
        return 0
    if not (plain.isascii() and plain.isdigit() and len(plain) < 8):
        raise UserError(msg("Write the number of a row."))
    return int(plain)


def _sheet_row(info: SheetInfo, *, table: bool) -> ListRow:
    hidden = str(_VISIBILITY[info.visibility])
    size = _("{rows} rows · {columns} columns").format(rows=info.rows, columns=info.columns)
    return ListRow(
        key=str(info.index),
        title=info.name,
        word=hidden or (_("table") if table else ""),
        token="warn" if hidden else "accent",
        note=f"{info.rows} × {info.columns}",
        faded=bool(hidden),
        spoken="，".join(part for part in (info.name, hidden, size) if part),
    )
