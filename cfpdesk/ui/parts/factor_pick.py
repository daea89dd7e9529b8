"""Looking a factor up in the libraries: words, initials, units that fit; Enter takes it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.factor import RANK_WORD, Factor
from cfpdesk.model.factor_search import FactorIndex
from cfpdesk.model.quantity import unit_text
from cfpdesk.ui.parts.line_columns import exact_text
from cfpdesk.ui.table_model import Column, Grid
from cfpdesk.ui.theme import density
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import label, row

_WIDTH, _ROWS, _MOST = 760, 9, 200


class FactorPick(Popover):
    """Calls `take` with the factor that was chosen, and closes.

    Args:
        index: all factors there are.
        unit: of the activity data; empty to show factors of every unit.
        text: what is searched for at first.
        more: imports a list of factors; None where nothing may be written.
    """

    def __init__(
        self,
        parent: QWidget,
        index: FactorIndex,
        unit: str,
        take: Callable[[Factor], object] | None,
        text: str = "",
        more: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent, _("Factors in the libraries"), min(_WIDTH, parent.width() - 60))
        self._index, self._unit, self._take, self._more = index, unit, take, more
        self.body.addLayout(row(label(_("Factors in the libraries"), "card"), None, _rule()))
        self.search = _SearchLine(self)
        self.search.setText(text)
        self.search.textChanged.connect(lambda _text: self._show())
        self.fits = QCheckBox(_("Only what fits {unit}").format(unit=unit_text(unit)))
        self.fits.setAccessibleName(self.fits.text())
        self.fits.setChecked(bool(unit))
        if not unit:
            self.fits.hide()
        self.fits.toggled.connect(lambda _on: self._show())
        line = row(self.search)
        line.addWidget(self.fits)
        self.body.addLayout(line)
        self.grid: Grid[Factor] = Grid(_("Factors"), _columns(), key=lambda factor: factor.row)
        self.grid.setFixedHeight(density().row * (_ROWS + 1))
        self.grid.opened.connect(self._chosen)
        self.grid.chosen.connect(lambda _key: self._show_note())
        self.body.addWidget(self.grid)
        self._note = label("", "muted", wrap=True)
        self._note.setMinimumHeight(34)
        self.body.addWidget(self._note)
        self._go = button(_("Take this factor"), self._take_current, kind="primary", name="take")
        if take is None:
            self._go.hide()
        self._import = button(
            _("Import a factor list …"), self._import_list, icon="upload", name="import-factors"
        )
        self._import.setVisible(more is not None)
        leave = button(_("Not now"), self.close, name="leave")
        self.body.addLayout(row(self._import, None, leave, self._go))
        self._show()

    def open_centred(self) -> None:
        """Open with the cursor in the search."""
        super().open_centred()
        self.search.setFocus()
        self.search.selectAll()

    def _show(self) -> None:
        unit = self._unit if self.fits.isChecked() else ""
        found = self._index.search(self.search.text(), activity_unit=unit, limit=_MOST)
        self.grid.set_rows(found)
        if found and not self.grid.current_key():
            self.grid.select(found[0].row)
        self._show_note()

    def step(self, by: int) -> None:
        """Go to the next factor while the search keeps the cursor."""
        self.grid.step(by)

    def _import_list(self) -> None:
        self.close()
        if self._more is not None:
            self._more()

    def _current(self) -> Factor | None:
        key = self.grid.current_key()
        return next((f for f in self.grid.rows_model.rows if f.row == key), None)

    def _show_note(self) -> None:
        factor = self._current()
        self._go.setEnabled(factor is not None and factor.value is not None)
        if factor is None:
            self._note.setText(_("No factor has these words. Try fewer, or another unit."))
            return
        upstream = {
            True: _("with the supply chain"),
            False: _("without the supply chain"),
            None: "",
        }[factor.includes_upstream]
        parts = (factor.source, factor.version, factor.gwp_set, upstream, factor.note)
        self._note.setText(" · ".join(part for part in parts if part))

    def _take_current(self) -> None:
        self._chosen(self.grid.current_key())

    def take_first(self) -> None:
        """Take the factor that is marked (Enter in the search)."""
        self._take_current()

    def _chosen(self, _key: str) -> None:
        factor = self._current()
        if factor is None or factor.value is None or self._take is None:
            return
        self.close()
        self._take(factor)


class _SearchLine(QLineEdit):
    """The search: arrows move in the list below, Enter takes."""

    def __init__(self, pick: FactorPick) -> None:
        super().__init__()
        self._pick = pick
        self.setObjectName("factor-search")
        self.setAccessibleName(_("Search factors"))
        self.setPlaceholderText(_("Name, number, source; initials work too (dl)"))
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move and take without leaving."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._pick.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick.take_first()
        else:
            super().keyPressEvent(event)


def _rule() -> QWidget:
    return label(clause_text("RULE:6.2").text(current_language()), chip="clause")


def _columns() -> tuple[Column[Factor], ...]:
    return (
        Column(_("Name"), lambda f: f.name, width=0),
        Column(
            _("Value"), lambda f: exact_text(f.value), unit=lambda f: unit_text(f.unit),
            right=True, strong=True, width=172,
        ),
        Column(
            _("Rank"), lambda f: str(f.rank or "–"), width=48,
            tip=lambda f: str(RANK_WORD[f.rank]) if f.rank else "",
        ),
        Column(_("Year"), lambda f: str(f.year or "–"), width=56),
        Column(_("Region"), lambda f: f.region or "–", width=90),
        Column(_("Source"), lambda f: f.source or "–", width=150),
    )  # fmt: skip
