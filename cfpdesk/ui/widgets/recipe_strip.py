"""A strip of facts beside each other: what it is, how much, and a small line below.

Usable alone:

    strip = RecipeStrip(_("Recipe"))
    strip.set_facts([StripFact("n", _("Sample"), "8 + 39", _("100 % + drawn")), …])
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, empty, label, row


@dataclass(frozen=True, slots=True)
class StripFact:
    """One fact.

    Attributes:
        key: stable; facts with the same keys keep their widgets.
        locked: it cannot be changed any more.
        weight: share of the width that is left over.
        tip: what hovering says.
    """

    key: str
    title: str
    value: str
    note: str = ""
    locked: bool = False
    weight: int = 3
    tip: str = ""


class RecipeStrip(QFrame):
    """See the module text; `foot` takes a button at the right end."""

    def __init__(self, name: str) -> None:
        super().__init__()
        role(self, box="base")
        self.setAccessibleName(name)
        self._cells: dict[str, _Cell] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 8, 12, 8)
        line.setSpacing(0)
        self._line = QHBoxLayout()
        self._line.setSpacing(0)
        line.addLayout(self._line, 1)
        self.foot = QHBoxLayout()
        line.addLayout(self.foot)

    def set_facts(self, facts: Sequence[StripFact]) -> None:
        """Show these facts from left to right."""
        if [fact.key for fact in facts] != list(self._cells):
            empty(self._line)
            self._cells = {fact.key: _Cell(first=not n) for n, fact in enumerate(facts)}
            for fact in facts:
                self._line.addWidget(self._cells[fact.key], fact.weight)
        for fact in facts:
            self._cells[fact.key].show_fact(fact)

    def fact(self, key: str) -> str:
        """Return what is said of a fact, as a screen reader reads it."""
        return self._cells[key].accessibleName()


class _Cell(QWidget):
    def __init__(self, *, first: bool) -> None:
        super().__init__()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 10, 0)
        outer.setSpacing(12)
        if not first:
            outer.addWidget(Hairline(standing=True))
        column = QVBoxLayout()
        column.setSpacing(1)
        outer.addLayout(column, 1)
        self._title = label("", "label")
        self._lock = QLabel()
        set_icon(self._lock, "lock", "text2", 12)
        self._value = ElidedLabel("", "value")
        self._note = ElidedLabel("", "small")
        column.addLayout(row(self._title, self._lock, None, spacing=4))
        column.addWidget(self._value)
        column.addWidget(self._note)

    def show_fact(self, fact: StripFact) -> None:
        self._title.setText(fact.title)
        self._value.setText(fact.value)
        self._note.setText(fact.note)
        self._lock.setVisible(fact.locked)
        fixed = _("cannot be changed any more") if fact.locked else ""
        self._lock.setToolTip(fixed)
        said = (fact.title, fact.value, fact.note, fixed)
        self.setAccessibleName("，".join(part for part in said if part))
        self.setToolTip(fact.tip)
