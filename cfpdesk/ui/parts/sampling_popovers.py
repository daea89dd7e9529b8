"""Small questions of the sampling page: how many more items, a note, items by judgement."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.population_frame import PopulationItem
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.parts.population_facts import counted
from cfpdesk.ui.parts.sample_columns import decimals, figure_of
from cfpdesk.ui.style import role
from cfpdesk.ui.table_model import Column, Grid
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import label, row

_MOST_TYPED = 6
_LOOKED_AT = 500  # items from which the decimal places of a column are taken


class ExtendPopover(Popover):
    """Asks how many more items are drawn with the same seed, and why."""

    def __init__(
        self, parent: QWidget, one: PopulationState, take: Callable[[int, str], bool]
    ) -> None:
        super().__init__(parent, _("Extend the sample"), 460)
        self._take = take
        left = one.facts.items - one.facts.drawn
        self.body.addWidget(label(_("Extend the sample"), "card"))
        sentence = _("The next items with the same seed; what was drawn stays.") + " "
        sentence += str(msg("{n} {n:item is|items are} not drawn yet.", n=left))
        self.body.addWidget(label(sentence, "label", wrap=True))
        self.count = QLineEdit(str(_proposed(one)))
        self.count.setObjectName("extend-size")
        self.count.setAccessibleName(_("How many more"))
        self.count.setMaxLength(_MOST_TYPED)
        self.count.setFixedWidth(90)
        self.reason = QLineEdit()
        self.reason.setObjectName("extend-reason")
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("why; it is written into the record and printed"))
        self.error = label("", "bad", wrap=True)
        self.error.hide()
        self.body.addLayout(row(label(_("How many more"), "label"), self.count, None))
        self.body.addWidget(self.reason)
        self.body.addWidget(self.error)
        go = button(_("Draw them"), self._go, kind="primary", name="extend-do")
        self.body.addLayout(row(None, button(_("Not now"), self.close), go))
        for field in (self.count, self.reason):
            field.returnPressed.connect(self._go)

    def open_centred(self) -> None:
        """Open with the cursor in the first field."""
        super().open_centred()
        self.count.setFocus()
        self.count.selectAll()

    def _go(self) -> None:
        text = self.count.text().strip()
        number = int(text) if text.isdigit() else 0
        role(self.count, state="bad" if number < 1 else "")
        role(self.reason, state="" if self.reason.text().strip() else "bad")
        if number < 1:
            self._say(_("How many more items?"))
        elif not self.reason.text().strip():
            self._say(_("Say why the sample is extended"))
            self.reason.setFocus()
        else:
            self.close()
            self._take(number, self.reason.text().strip())

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()
        self.adjustSize()


def _proposed(one: PopulationState) -> int:
    """Return as many again for a plan in two stages, else a quarter of what was drawn."""
    drawn = max(one.population.drawn_size, 1)
    left = max(one.facts.items - one.facts.drawn, 1)
    return min(drawn if one.population.staged else max(drawn // 4, 5), left)


class NotePopover(Popover):
    """Takes what was seen of an item in words; written when it is closed."""

    def __init__(
        self, parent: QWidget, item: str, text: str, take: Callable[[str], object]
    ) -> None:
        name = _("Note on {item}").format(item=item)
        super().__init__(parent, name, 420)
        self._take, self._before = take, text
        self.body.addWidget(label(name, "card"))
        self.field = QPlainTextEdit(text)
        self.field.setObjectName("item-note")
        self.field.setAccessibleName(name)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(92)
        self.body.addWidget(self.field)
        done = button(_("Keep it"), self.close, kind="primary", name="note-do")
        self.body.addLayout(row(label(_("Esc keeps it as well"), "muted"), None, done))

    def open_centred(self) -> None:
        """Open with the cursor in the field."""
        super().open_centred()
        self.field.setFocus()

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Keep what was typed."""
        del event
        text = self.field.toPlainText().strip()
        if text != self._before:
            self._before = text
            self._take(text)


class ItemChooser(Popover):
    """All items of a population, to look at; with `take`, to choose some by judgement."""

    def __init__(
        self,
        parent: QWidget,
        one: PopulationState,
        take: Callable[[tuple[str, ...]], object] | None = None,
    ) -> None:
        title = _("Choose items by judgement") if take else _("Items of {name}")
        name = title.format(name=one.population.name)
        super().__init__(parent, name, 620)
        self._take = take
        self._all: Sequence[PopulationItem] = one.frame.items if one.frame else ()
        self._chosen = set(one.population.judgement_items) if take else set()
        self._before = set(self._chosen)
        self._title = label("", "card")
        self.search = QLineEdit()
        self.search.setObjectName("find-item")
        self.search.setAccessibleName(_("Find an item"))
        self.search.setPlaceholderText(_("identifier, group"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._to_grid)
        self.grid = Grid(name, self._columns(one.population.unit), lambda item: item.id)
        self.grid.setMinimumHeight(340)
        self.grid.opened.connect(self._toggle)
        self.grid.installEventFilter(self)
        self.body.addLayout(row(self._title, None, self.search))
        self.body.addWidget(self.grid)
        hint = _("Space or Enter chooses · Esc is done") if take else _("Esc closes")
        self.body.addLayout(row(label(hint, "muted"), None, button(_("Done"), self.close)))
        self._fill()

    def _columns(self, unit: str) -> tuple[Column[PopulationItem], ...]:
        places = max((decimals(item.amount) for item in self._all[:_LOOKED_AT]), default=0)
        amount = Column[PopulationItem](
            f"{_('Claimed')} {unit}".rstrip(),
            lambda item: figure_of(item.amount, places),
            right=True, width=120,
        )  # fmt: skip
        mark = Column[PopulationItem](
            "", lambda _item: "", width=36,
            icon=lambda i: ("conform", "accent") if i.id in self._chosen else ("open", "control"),
        )  # fmt: skip
        rest = (
            Column[PopulationItem](_("Item no."), lambda i: i.id, strong=True, width=170),
            amount,
            Column[PopulationItem](_("Group"), lambda i: i.group, width=130),
            Column[PopulationItem](_("Cell"), lambda i: i.place, width=0,
                                   token=lambda _i: "text2"),
        )  # fmt: skip
        return (mark, *rest) if self._take else rest

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        shown = [
            item
            for item in self._all
            if all(word in f"{item.id} {item.group}".casefold() for word in words)
        ]
        self.grid.set_rows(tuple(shown))
        if shown and not self.grid.current_key():
            self.grid.select(shown[0].id)
        count = counted(len(shown))
        if self._take:
            count = str(msg("{n} {n:item|items} chosen", n=len(self._chosen)))
        self._title.setText(f"{self.accessibleName()}  ·  {count}")

    def _to_grid(self) -> None:
        self.grid.setFocus()

    def _toggle(self, key: str) -> None:
        if self._take is not None and key:
            self._chosen ^= {key}
            self.grid.viewport().update()
            self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Space in the list chooses."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self._toggle(self.grid.current_key())
            return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Write the choice, in the order of the items."""
        del event
        if self._take is not None and self._chosen != self._before:
            self._before = set(self._chosen)
            self._take(tuple(item.id for item in self._all if item.id in self._chosen))
