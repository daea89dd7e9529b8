"""All misstatements of the claim in one ledger, and those that people enter beside the computed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.claim_basis import basis_sentence
from cfpdesk.model.misstatement import QUALITATIVE_WORD, Misstatement, QualitativeKind
from cfpdesk.model.misstatement_ledger import Ledger, Source
from cfpdesk.model.opinion_view import OpinionState
from cfpdesk.model.sampling_pictures import ledger_gauge
from cfpdesk.steps import sampling_ledger
from cfpdesk.steps.sampling_ledger import MisstatementText
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.ledger_rows import (
    STANDINGS,
    LedgerRow,
    columns,
    rows_of,
    source_of,
    spoken,
    standing_sentence,
)
from cfpdesk.ui.style import role
from cfpdesk.ui.table_model import Grid
from cfpdesk.ui.values import read_decimal
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chart import ChartView
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.status_icon import StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row


class MisstatementView(QFrame):
    """Emits `opened` with source and row of an entry, `remove_wanted` with an entered one."""

    opened = Signal(object, str)
    add_wanted = Signal()
    remove_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        role(self, box="base")
        self._desk = desk
        self._rows: dict[str, Misstatement] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(20, 10, 12, 4)
        top.setSpacing(4)
        self._icon = StatusIcon(size=18)
        self._icon.setContentsMargins(0, 3, 0, 0)
        self.sentence = label("", "question", wrap=True)
        self.sentence.setObjectName("standing")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.sentence, 1)
        top.addLayout(head)
        self.gauge = ChartView()
        top.addWidget(self.gauge)
        self._note = ElidedLabel("", "muted")
        top.addWidget(self._note)
        self._base = label("", "muted", wrap=True)
        self._base.setObjectName("base-of-materiality")
        top.addWidget(self._base)
        column.addLayout(top)
        column.addWidget(Hairline())
        self.grid: Grid[LedgerRow] = Grid(
            _("Misstatements"), columns(), lambda r: r.key, speak=spoken, head=lambda r: r.head
        )
        self.grid.chosen.connect(lambda _key: self._show_entered())
        self.grid.opened.connect(self._open)
        self.add = button(
            _("Enter a misstatement …"), self.add_wanted.emit, icon="plus", kind="link",
            name="add-misstatement",
        )  # fmt: skip
        self._hint = ElidedLabel(_("Enter opens the source"), "muted")
        bar = row(label(_("Ledger of misstatements"), "card"), 8)
        bar.addWidget(self._hint, 1)
        bar.addWidget(self.add)
        bar.setContentsMargins(20, 4, 12, 4)
        column.addLayout(bar)
        column.addWidget(Hairline())
        column.addWidget(self.grid, 1)
        self._entered = self._make_entered()
        column.addWidget(self._entered)

    # What people enter ------------------------------------------------------------------------

    def _make_entered(self) -> QFrame:
        box = QFrame()
        role(box, box="pane")
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 10, 20, 10)
        column.setSpacing(6)
        self._form = Form(self._desk, Misstatement.TABLE, label_width=72)
        self._form.line("description", _("What it is"), self._text(MisstatementText.DESCRIPTION))
        self._form.decimal("kg", _("Effect"), self._put(sampling_ledger.set_kg), unit="kgCO₂e",
                           hint=_("claimed − verified; empty where it has no size"))  # fmt: skip
        words = [(kind.value, str(word)) for kind, word in QUALITATIVE_WORD.items()]
        self._form.choice("kind", _("Kind"), words, self._set_kind, clause="RULE:7")
        self._form.check(
            "corrected", _("Corrected by the client, and the correction verified"), self._correct
        )
        self._form.line(
            "corrected_how", _("How"), self._text(MisstatementText.CORRECTED_HOW),
            hint=_("how the correction was verified"),
        )  # fmt: skip
        column.addWidget(self._form)
        gone = button(_("Take out …"), self._remove, kind="link", name="remove-misstatement")
        column.addLayout(row(None, gone))
        return box

    def _current(self) -> str:
        source, found = source_of(self.grid.current_key())
        return found if source is Source.ADDED else ""

    def _text(self, field: MisstatementText) -> Callable[[str], None]:
        return self._put(
            lambda session, key, text: sampling_ledger.write(session, key, field, text)
        )

    def _put(self, verb: Callable[[Any, str, Any], object]) -> Callable[[Any], None]:
        def commit(value: Any) -> None:
            verb(self._desk.session, self._form.field("description").row, value)

        return commit

    def _set_kind(self, value: str) -> None:
        self._put(sampling_ledger.set_kind)(QualitativeKind(value))

    def _correct(self, on: bool) -> None:
        key = self._form.field("description").row
        sampling_ledger.set_corrected(self._desk.session, key, corrected=on)

    def _remove(self) -> None:
        if self._current():
            self.remove_wanted.emit(self._current())

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, state: OpinionState, unchecked: int, *, read_only: bool) -> None:
        """Show the ledger; the current entry stays by key."""
        ledger = state.ledger
        self._rows = {entry.row: entry for entry in state.added}
        self._icon.show_shape(STANDINGS[ledger.standing])
        self.sentence.setText(standing_sentence(ledger))
        chart = ledger_gauge(ledger, unchecked)
        self.gauge.setVisible(chart is not None)
        self.gauge.set_chart(chart)
        self._note.setText(_note(ledger, unchecked))
        basis = ledger.context.basis
        sentence = None if basis is None else basis_sentence(basis)
        self._base.setText("" if sentence is None else str(sentence))
        self._base.setVisible(sentence is not None)
        self.grid.set_rows(rows_of(ledger))
        if not self.grid.current_key() and self.grid.keys():
            self.grid.select(self.grid.keys()[0])
        self.add.setEnabled(not read_only)
        self._form.set_read_only(read_only)
        self._show_entered()

    def _show_entered(self) -> None:
        entry = self._rows.get(self._current())
        self._entered.setVisible(entry is not None)
        if entry is not None:
            values = {
                "description": entry.description,
                "kg": entry.kg,
                "kind": entry.kind.value,
                "corrected": entry.corrected,
                "corrected_how": entry.corrected_how,
            }
            self._form.show_values(values, row=entry.row)

    def _open(self, key: str) -> None:
        source, found = source_of(key)
        if source is Source.ADDED:
            self._form.field("description").focus_widget.setFocus()
        elif source is not None:
            self.opened.emit(source, found)

    def go(self, entry: str) -> bool:
        """Make an entered misstatement current; False if it is not there."""
        found = self.grid.select(f"{Source.ADDED.value}|{entry}")
        self._show_entered()
        return found


def _note(ledger: Ledger, unchecked: int) -> str:
    if unchecked:
        sentence = msg(
            "{n} drawn {n:item is|items are} unchecked; the figures may still change.", n=unchecked
        )
        return str(sentence)
    parts = []
    if ledger.sampled > 1:
        parts.append(_("Limits of the populations added up: {n}.").format(n=ledger.sampled))
    if ledger.corrected.net or ledger.corrected.over:
        parts.append(_("What the client corrected is taken off."))
    parts.append(_("Over- and understatement are never netted."))
    return " ".join(parts)


class AddPopover(Popover):
    """Asks what is misstated and by how much."""

    def __init__(self, parent: QWidget, take: Callable[[str, Decimal | None], object]) -> None:
        super().__init__(parent, _("Enter a misstatement"), 480)
        self._take = take
        self.body.addWidget(label(_("Enter a misstatement"), "card"))
        words = _("For what no recalculation, sample or finding holds; nothing counts twice.")
        self.body.addWidget(label(words, "label", wrap=True))
        self.what = QLineEdit()
        self.what.setObjectName("misstatement-what")
        self.what.setAccessibleName(_("What is misstated"))
        self.what.setPlaceholderText(_("what is misstated"))
        self.kg = QLineEdit()
        self.kg.setObjectName("misstatement-kg")
        self.kg.setAccessibleName(_("Effect"))
        self.kg.setPlaceholderText(_("−12,000; empty where it has no size"))
        self.error = label("", "bad", wrap=True)
        self.error.hide()
        self.body.addWidget(self.what)
        self.body.addLayout(row(label(_("Effect"), "label"), self.kg, label("kgCO₂e", "muted")))
        self.body.addWidget(self.error)
        go = button(_("Enter it"), self._go, kind="primary", name="misstatement-do")
        self.body.addLayout(row(None, button(_("Not now"), self.close), go))
        for field in (self.what, self.kg):
            field.returnPressed.connect(self._go)

    def open_centred(self) -> None:
        """Open with the cursor in the first field."""
        super().open_centred()
        self.what.setFocus()

    def _go(self) -> None:
        try:
            kg = read_decimal(self.kg.text())
            self._take(self.what.text(), kg)
        except UserError as error:
            self.error.setText(str(error.message))
            self.error.show()
            self.adjustSize()
            return
        self.close()
