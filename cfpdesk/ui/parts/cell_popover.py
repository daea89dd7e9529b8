"""A cell of the client with what stands around it, its formula, and the cells that it refers to."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from cfpdesk.i18n import _
from cfpdesk.model.formula_syntax import NotPlainError, parse_formula
from cfpdesk.model.formula_tree import references_in
from cfpdesk.model.record import Blob
from cfpdesk.model.sheet import UNSHOWN, SheetRows, address, parse_range
from cfpdesk.model.table_rows import place as place_text
from cfpdesk.model.trace import CellCheck
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.sheet_view import SheetView
from cfpdesk.ui.widgets.text import ElidedLabel, label, row

_WIDTH, _HEIGHT = 820, 380
_MOST = 8


class CellPopover(Popover):
    """Opens over the window with the cursor on the cell; Enter goes to what it refers to first."""

    def __init__(self, parent: QWidget, tables: ClientTables, file: Blob, place: str) -> None:
        super().__init__(parent, _("The client's cell"), min(_WIDTH, parent.width() - 60))
        self._tables, self._file = tables, file
        self._sheet: SheetRows | None = None
        self._way: list[str] = []
        self._place = label("", "card")
        self._name = ElidedLabel(file.name, "muted")
        self._back = button(_("Back"), self._go_back, icon="arrow-left", kind="link", name="back")
        head = row(self._place)
        head.addWidget(self._name, 1)
        head.addWidget(self._back)
        self.body.addLayout(head)
        self._formula = label("", "mono", wrap=True)
        self._formula.setObjectName("cell-formula")
        self.body.addWidget(self._formula)
        self._parts = QWidget()
        self._links = FlowLayout(self._parts, spacing=4)
        self.body.addWidget(self._parts)
        self.view = SheetView(_("Cells of the client's sheet"))
        self.view.setFixedHeight(min(_HEIGHT, parent.height() - 260))
        self.view.moved.connect(self._moved)
        self.view.opened.connect(self._open_first)
        self.body.addWidget(self.view)
        hint = _("Only to be read. Arrow keys move, Enter follows the formula, Esc closes.")
        self.body.addWidget(label(hint, "small"))
        self.show_place(place)

    def show_place(self, place: str) -> None:
        """Show a cell by sheet and address, for example 清单!H13."""
        name, _mark, where = place.rpartition("!")
        name = name.strip("'").replace("''", "'")
        book = self._tables.book(self._file)
        found = [s for s in book.sheets() if s.info.name == name] if book is not None else []
        if not found:
            self._place.setText(place)
            self._formula.setText(_("The file has to be read before its cells can be shown."))
            return
        if self._sheet is None or self._sheet.info.name != name:
            self._sheet = found[0]
            formulas = self._tables.formulas(self._file, self._sheet.info)
            self.view.set_sheet(self._sheet, formulas)
        self._way.append(place)
        self._back.setVisible(len(self._way) > 1)
        found_at = parse_range(where)
        self.view.show_cell(found_at.first_column, found_at.first_row)

    def open_centred(self) -> None:
        """Open with the cursor on the cell."""
        super().open_centred()
        column, line = self.view.current_cell()
        self.view.setFocus()
        self.view.show_cell(column, line)

    def _go_back(self) -> None:
        if len(self._way) > 1:
            self._way.pop()
            self.show_place(self._way.pop())
        self.view.setFocus()

    def _moved(self, column: int, line: int) -> None:
        if self._sheet is None:
            return
        cell = self.view.cells.cell(column, line)
        self._place.setText(place_text(self._sheet.info.name, address(column, line)))
        formula = self.view.cells.formulas.get((column, line), "")
        known = self._tables.shows_formulas(self._file, self._sheet.info)
        shown = formula and formula != UNSHOWN
        text = f"={formula.lstrip('=')}" if shown else str(CellCheck(formula, known=known).text)
        self._formula.setText(f"{text}   →   {cell.text}" if cell.text else text)
        self._show_links(self._references(formula))

    def _references(self, formula: str) -> Sequence[str]:
        if not formula or self._sheet is None:
            return ()
        try:
            tree = parse_formula(formula)
        except NotPlainError:
            return ()
        here = self._sheet.info.name
        found = (
            place_text(part.sheet or here, address(part.column or 1, part.row or 1))
            for part in references_in(tree)
        )
        return tuple(dict.fromkeys(found))[:_MOST]

    def _show_links(self, places: Sequence[str]) -> None:
        self._links.clear()
        for place in places:
            made = button(place, self._going(place), kind="link")
            made.setAccessibleName(_("Go to {cell}").format(cell=place))
            self._links.addWidget(made)
            made.show()
        self._parts.setVisible(bool(places))

    def _going(self, place: str) -> Callable[[], None]:
        return lambda: self.show_place(place)

    def _open_first(self, column: int, line: int) -> None:
        places = self._references(self.view.cells.formulas.get((column, line), ""))
        if places:
            self.show_place(places[0])
