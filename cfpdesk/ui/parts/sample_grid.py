"""The table of drawn items: a figure is typed where it stands, at the speed of reading vouchers.

A digit or F2 opens the verified value of the current row, Enter takes it and goes to the next
unchecked item, "=" takes the claimed value. In a sample by attribute 1 and 2 say yes and no, 0
takes it back. Ctrl+Backspace says that there is no voucher, and asks once, in the row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent

from cfpdesk.errors import UserError
from cfpdesk.i18n import _
from cfpdesk.model.population import Conformity
from cfpdesk.ui.parts.sample_columns import VERIFIED, Columns, spoken
from cfpdesk.ui.parts.sample_rows import SampleRow
from cfpdesk.ui.style import role
from cfpdesk.ui.table_model import Grid
from cfpdesk.ui.values import decimal_text, read_decimal
from cfpdesk.ui.widgets.cell_editor import CellEditor, RowQuestion

_DIGITS = "0123456789０１２３４５６７８９.。-−"
_JUDGED = {
    Qt.Key.Key_1: Conformity.YES,
    Qt.Key.Key_2: Conformity.NO,
    Qt.Key.Key_0: Conformity.UNCHECKED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of an item: an amount (None takes it back), or whether it conforms."""

    amount: Decimal | None = None
    missing: bool | None = None
    conforms: Conformity | None = None


class SampleGrid(Grid[SampleRow]):
    """The table; see the module text.

    Signals:
        found: key, `Outcome`, and the key of the row to go to afterwards.
        menu_wanted: where, on the screen.
        problem: what is wrong with what is typed; empty once it is right.
    """

    found = Signal(str, object, str)
    menu_wanted = Signal(QPoint)
    problem = Signal(str)

    def __init__(
        self, name: str, columns: Columns, *, attribute: bool, find: Callable[[str], SampleRow]
    ) -> None:
        super().__init__(name, [column for _key, column in columns], lambda r: r.key, speak=spoken)
        self._attribute, self._find = attribute, find
        self._column = [key for key, _column in columns].index(VERIFIED)
        self._editor: CellEditor | None = None
        self._editing = ""
        self.read_only = False
        self.opened.connect(lambda _key: self.write())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.leave_editor())

    # Typing -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits write, "=" takes the claimed value, Ctrl+Backspace asks; else as any table."""
        key = Qt.Key(event.key())
        shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        plain = not event.modifiers() & ~shift
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and key == Qt.Key.Key_Backspace:
            self.ask_missing()
        elif not plain or self.read_only or not self.current_key():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_F2:
            self.write()
        elif self._attribute and key in _JUDGED:
            self.judge(_JUDGED[key])
        elif not self._attribute and key == Qt.Key.Key_Equal:
            self.accept()
        elif not self._attribute and event.text() and event.text() in _DIGITS:
            self.write(event.text())
        else:
            super().keyPressEvent(event)

    def write(self, typed: str = "") -> None:
        """Open the verified value of the current row; typed text is gone on from."""
        key = self.current_key()
        if not key or self.read_only or self._attribute:
            return
        self.leave_editor()
        row = self._find(key)
        name = _("{item}: verified value").format(item=row.name)
        self._editor, self._editing = CellEditor(self, name), key
        self._editor.entered.connect(lambda: self._take(self.next_open(key)))
        self._editor.stepped.connect(lambda by: self._take(self._beside(key, by)))
        self._editor.left.connect(lambda: self._take("", leaving=True))
        self._editor.cancelled.connect(self._cancel)
        standing = "" if row.verified is None or row.missing else decimal_text(row.verified)
        self._editor.open_over(self._cell(key), typed or standing, typed=bool(typed))

    def leave_editor(self) -> None:
        """Take what is being typed, and close the field."""
        if self._editor is not None:
            self._take("", leaving=True)

    @property
    def editor(self) -> CellEditor | None:
        """The field that is open, if one is."""
        return self._editor

    def _take(self, going: str, *, leaving: bool = False) -> None:
        editor, key = self._editor, self._editing
        if editor is None:
            return
        try:
            amount = self._read(editor, key)
        except UserError as error:
            if leaving and not editor.isModified():
                self._close(focus=False)
                return
            role(editor, state="bad")
            self.problem.emit(str(error.message))
            if not leaving:
                return
            self._close(focus=False)
            return
        changed = editor.isModified() or not leaving
        self._close(focus=not leaving)
        self.problem.emit("")
        if changed and (amount is not None or self._find(key).done):
            self.found.emit(key, Outcome(amount), going)
        elif going:
            self.go(going)

    def _read(self, editor: CellEditor, key: str) -> Decimal | None:
        text = editor.text().strip()
        row = self._find(key)
        if text in ("=", "＝"):
            return row.claimed
        return read_decimal(text.replace("。", "."))

    def _cancel(self) -> None:
        self._close(focus=True)
        self.problem.emit("")

    def _close(self, *, focus: bool) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.close_for_good()
        if focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Saying -----------------------------------------------------------------------------------

    def accept(self) -> None:
        """Take the claimed value as verified, and go to the next unchecked item."""
        key = self.current_key()
        if key and not self.read_only and not self._attribute:
            self.found.emit(key, Outcome(self._find(key).claimed), self.next_open(key))

    def judge(self, conforms: Conformity) -> None:
        """Say whether the current item conforms."""
        key = self.current_key()
        if key and not self.read_only:
            going = "" if conforms is Conformity.UNCHECKED else self.next_open(key)
            self.found.emit(key, Outcome(conforms=conforms), going)

    def take_back(self) -> None:
        """Take the result of the current item back."""
        key = self.current_key()
        if not key or self.read_only:
            return
        if self._find(key).missing:
            self.found.emit(key, Outcome(missing=False), "")
        elif self._attribute:
            self.found.emit(key, Outcome(conforms=Conformity.UNCHECKED), "")
        else:
            self.found.emit(key, Outcome(), "")

    def ask_missing(self) -> None:
        """Ask in the row whether there is no voucher, which counts as a full error."""
        key = self.current_key()
        if not key or self.read_only:
            return
        self.leave_editor()
        row = self._find(key)
        if row.missing:
            self.take_back()
            return
        amount = decimal_text(row.claimed) if row.claimed is not None else row.name
        sentence = _("{item} not found: all of it, {amount}, counts as misstated").format(
            item=row.name, amount=amount
        )
        asked = RowQuestion(
            self, sentence, _("Count it"), _("Leave"),
            lambda: self.found.emit(key, Outcome(missing=True), self.next_open(key)),
        )  # fmt: skip
        cell = self._cell(key)
        wide = self.viewport().width()
        asked.open_over(QRect(0, cell.y(), wide, cell.height()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for what can be done with the row."""
        if self.current_key():
            at = event.globalPos()
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                at = self.viewport().mapToGlobal(self._cell(self.current_key()).bottomLeft())
            self.menu_wanted.emit(at)

    # Going ------------------------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Make a row current, as a person does, and show it."""
        if self.select(key):
            self.scrollTo(self.currentIndex())
            self.chosen.emit(key)

    def next_open(self, key: str, by: int = 1) -> str:
        """Return the next unchecked item after a row, going round; empty if there is none."""
        keys = list(self.keys())
        at = keys.index(key) if key in keys else -1
        order = [*keys[at + 1 :], *keys[: max(at, 0)]]
        if by < 0:
            order.reverse()
        return next((other for other in order if not self._find(other).done), "")

    def _beside(self, key: str, by: int) -> str:
        keys = self.keys()
        at = keys.index(key) + by if key in keys else -1
        return keys[at] if 0 <= at < len(keys) else key

    def _cell(self, key: str) -> QRect:
        number = self.keys().index(key)
        index: QModelIndex = self.rows_model.index(number, self._column)
        self.scrollTo(index)
        return self.visualRect(index)
