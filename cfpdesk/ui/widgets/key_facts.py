"""The six key facts with their ticks; a fact can be worded by hand in place."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.closing import KeyFact
from cfpdesk.model.quantity import figure
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label


class _Wording(QLineEdit):
    """The field that stands in the fact's place while it is worded; Esc leaves it as it was."""

    left = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.editingFinished.connect(self.left)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class _Tick(QCheckBox):
    """Leaves the arrow keys to its row; by itself it would go to whatever lies nearest."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            event.ignore()
        else:
            super().keyPressEvent(event)


class KeyFactRow(QWidget):
    """Tick, name, words, and whether they are what the engagement says."""

    ticked = Signal(bool)
    worded = Signal(str)
    moved = Signal(int)

    def __init__(self, code: str) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setSpacing(8)
        self.box = _Tick()
        self.box.setObjectName(f"key-{code}")
        self.box.clicked.connect(self.ticked)
        self._label = label("", "label")
        self._label.setMinimumWidth(54)
        self._words = ElidedLabel("", "strong")
        self.edit = _Wording()
        self.edit.setObjectName(f"word-{code}")
        self.edit.hide()
        self.edit.left.connect(lambda: self._leave(keep=True))
        self.edit.given_up.connect(lambda: self._leave(keep=False))
        self._note = ElidedLabel("", "small")  # gives way to the fact itself
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.change = tool("edit", "", self._begin, size=15)
        for part, stretch in (
            (self.box, 0),
            (self._label, 0),
            (self._words, 3),
            (self.edit, 3),
            (self._note, 2),
            (self.change, 0),
        ):
            layout.addWidget(part, stretch)
        self._before = ""
        self._wording = False

    def show_fact(self, fact: KeyFact) -> None:
        """Show a fact; what is being typed stays."""
        name = str(fact.label)
        self._label.setText(name)
        self._words.setText(str(fact.said) or _("nothing agreed yet"))
        role(self._words, text="muted" if fact.missing else "strong")
        self.box.setChecked(fact.confirmed)
        self.box.setAccessibleName(f"{name}：{fact.said}")
        self.edit.setAccessibleName(name)
        self.change.setAccessibleName(_("Word “{name}” by hand").format(name=name))
        self.change.setToolTip(self.change.accessibleName() + "  F2")
        role(self._note, text="small" if fact.matches else "warn")
        self._note.setText(
            ""
            if fact.missing
            else _("as in the engagement")
            if fact.matches
            else _("engagement says {text}").format(text=fact.agreed)
        )
        if not self._wording:
            self._before = str(fact.said)
            self.edit.setText(self._before)

    def show_recalculated(self, value: Decimal | None) -> None:
        """Say beside the claim where it is not what was recalculated; nothing without one."""
        shown = "" if value is None else figure(value, 2)
        if shown and shown not in self._words.full_text():
            role(self._note, text="warn")
            self._note.setText(_("recalculated: {value}").format(value=shown))

    def _begin(self) -> None:
        self._wording = True
        self._words.hide()
        self.edit.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def _leave(self, *, keep: bool) -> None:
        if not self._wording:
            return
        self._wording = False  # hiding the field ends its editing once more
        text = self.edit.text().strip()
        had_focus = self.edit.hasFocus()
        self.edit.hide()
        self._words.show()
        if had_focus:
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        if keep and text != self._before:
            self.worded.emit(text)
        else:
            self.edit.setText(self._before)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """F2 words the fact; up and down go to the next tick, not to what would word it."""
        key = event.key()
        if key == Qt.Key.Key_F2:
            self._begin()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click anywhere on the fact ticks it: the box alone is small for a finger."""
        if not self._wording and self.rect().contains(event.position().toPoint()):
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.click()
        super().mouseReleaseEvent(event)


class KeyFacts(QWidget):
    """The six facts; emits `ticked` and `worded` with the code."""

    ticked = Signal(str, bool)
    worded = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, KeyFactRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_facts(self, facts: Sequence[KeyFact]) -> None:
        """Show the facts in order."""
        for fact in facts:
            if fact.code not in self._rows:
                self._rows[fact.code] = self._make(fact.code)
            self._rows[fact.code].show_fact(fact)

    def row(self, code: str) -> KeyFactRow:
        """Return the row of a fact."""
        return self._rows[code]

    def _make(self, code: str) -> KeyFactRow:
        made = KeyFactRow(code)
        made.ticked.connect(lambda on: self.ticked.emit(code, on))
        made.worded.connect(lambda text: self.worded.emit(code, text))
        made.moved.connect(lambda step: self._move(code, step))
        self._layout.addWidget(Hairline())
        self._layout.addWidget(made)
        return made

    def _move(self, code: str, step: int) -> None:
        order = list(self._rows)
        at = order.index(code) + step
        if 0 <= at < len(order):
            self._rows[order[at]].box.setFocus(
                Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
            )
