"""The middle of the checklist page: filter chips, free text, and the items with their groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout

from cfpdesk.i18n import _, msg
from cfpdesk.model.checklist import VERDICT_WORD, Answer, Verdict
from cfpdesk.steps import checklist
from cfpdesk.steps.checklist import ChecklistState, Filter, ItemState
from cfpdesk.store.session import Session
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.filter_field import FilterField
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.list_delegate import AnyRow, GroupRow, ListRow, RowList
from cfpdesk.ui.widgets.status_icon import VERDICTS

_FIELD_WORDS = {
    "verdict": msg("Answer"),
    "facts": msg("Facts"),
    "note": msg("Note"),
    "reason": msg("Reason"),
    "no_evidence": msg("No evidence"),
    "ask_whom": msg("Whom to ask"),
    "ask_by": msg("Promised for"),
    "expected_seen": msg("Evidence expected"),
}


@dataclass
class Narrowing:
    """What the list is narrowed to; the page keeps it over a language switch."""

    filters: frozenset[Filter] = frozenset()
    text: str = ""

    def lets_pass(self, item: ItemState) -> bool:
        """Tell whether an item passes."""
        return checklist.matches(item, self.filters, self.text)


class CheckList(QFrame):
    """Emits `narrowed` after filter or text changed; `list` holds the items."""

    narrowed = Signal()

    def __init__(self, narrowing: Narrowing) -> None:
        super().__init__()
        role(self, box="base")
        self._narrowing = narrowing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QFrame()
        role(bar, box="base", compact=True)
        chips = FlowLayout(bar, spacing=2)
        chips.setContentsMargins(10, 8, 6, 6)
        self._all = self._chip("all", lambda: self._choose(None))
        chips.addWidget(self._all)
        self._chips: dict[Filter, QPushButton] = {}
        for each in Filter:
            self._chips[each] = self._chip(each.value, self._choosing(each))
            chips.addWidget(self._chips[each])
        column.addWidget(bar)
        self.search = FilterField(_("Filter the items"), narrowing.text)
        self.search.textChanged.connect(self._typed)
        column.addWidget(self.search)
        self.list = RowList(_("Check items"), many=True)
        self.empty = EmptyState("", " ", self._leave)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)

    def _chip(self, name: str, run: Callable[[], object]) -> QPushButton:
        made = button("", run, kind="chip", name=f"filter-{name}")
        made.setCheckable(True)
        return made

    # Narrowing --------------------------------------------------------------------------------

    def _choosing(self, each: Filter) -> Callable[[], None]:
        return lambda: self._choose(each)

    def _choose(self, each: Filter | None) -> None:
        chosen = self._narrowing.filters
        self._narrowing.filters = chosen ^ {each} if each is not None else frozenset()
        self.narrowed.emit()

    def _typed(self, text: str) -> None:
        self._narrowing.text = text
        self.narrowed.emit()

    def _leave(self) -> None:
        waiting = self.empty.button.text() == _("Show what waits")
        self.clear()
        if waiting:
            self._narrowing.filters = frozenset({Filter.FOLLOW_UP})
        self.narrowed.emit()

    def clear(self) -> None:
        """Narrow to nothing, without telling."""
        self._narrowing.filters = frozenset()
        self._narrowing.text = ""
        with QSignalBlocker(self.search):
            self.search.clear()

    def leave_search(self) -> None:
        """Empty and hide the free text, if it has the focus."""
        if self.search.hasFocus():
            self.search.leave()

    # Showing ----------------------------------------------------------------------------------

    def show_items(self, state: ChecklistState, scope: Sequence[ItemState], held: str) -> list[str]:
        """Show the items of the scope that pass, and the held one; return their ids."""
        shown = [i for i in scope if self._narrowing.lets_pass(i) or i.item.id == held]
        self._show_chips(scope)
        self.list.set_rows(self._rows(state, shown))
        self.stack.setCurrentWidget(self.list if shown else self.empty)
        if not shown:
            self._show_empty(scope)
        return [item.item.id for item in shown]

    def _show_chips(self, scope: Sequence[ItemState]) -> None:
        figures = checklist.counts(scope)
        words = {
            Filter.OPEN: _("Unchecked"),
            Filter.FOLLOW_UP: _("Follow up"),
            Filter.NO_EVIDENCE: _("No evid."),
            Filter.HIGH_RISK: _("High risk"),
        }
        filters = self._narrowing.filters
        self._name_chip(self._all, _("All"), len(scope), on=not filters)
        for each, chip in self._chips.items():
            self._name_chip(chip, words[each], figures[each], on=each in filters)

    def _name_chip(self, chip: QPushButton, word: str, figure: int, *, on: bool) -> None:
        chip.setText(f"{word} {figure}")
        chip.setAccessibleName(f"{word} {figure}")
        chip.setChecked(on)

    def _rows(self, state: ChecklistState, shown: Sequence[ItemState]) -> list[AnyRow]:
        groups = {g.code: g for owner in state.owners for g in owner.groups}
        rows: list[AnyRow] = []
        at = ""
        for item in shown:
            code = item.item.group
            if code != at:
                at = code
                group = groups[code]
                figure = f"{group.done}/{len(group.items)}"
                rows.append(GroupRow(f"group-{code}", str(group.title), code, figure))
            rows.append(_list_row(item))
        return rows

    def _show_empty(self, scope: Sequence[ItemState]) -> None:
        waiting = checklist.counts(scope)[Filter.FOLLOW_UP]
        narrowing = self._narrowing
        other = next((f for f in narrowing.filters if f is not Filter.FOLLOW_UP), None)
        if other is not None and waiting and not narrowing.text:
            sentence = msg(
                "Nothing is left here. Look at the {n} that {n:waits|wait} for somebody?", n=waiting
            )
            self.empty.sentence.setText(str(sentence))
            self.empty.button.setText(_("Show what waits"))
        else:
            self.empty.sentence.setText(_("No item fits this filter."))
            self.empty.button.setText(_("Show all"))
        self.empty.button.setAccessibleName(self.empty.button.text())


def _list_row(item: ItemState) -> ListRow:
    verdict = item.answer.verdict
    shape = VERDICTS[verdict]
    word, token = str(shape.word), shape.token
    if verdict is Verdict.OPEN:
        word, token = (_("High risk") if item.high_risk else ""), "muted"
    if item.conflict:
        word, token = _("Conflict"), "conf"
    said = f"{item.item.id}，{shape.word}，{item.item.question}"
    n = len(item.evidence)
    return ListRow(
        key=item.item.id,
        title=str(item.item.question),
        shape=shape,
        number=item.item.id.rpartition("-")[2],
        word=word,
        token=token,
        note=str(n) if n else "",
        note_icon="clip" if n else "",
        faded=verdict is Verdict.NOT_APPLICABLE,
        spoken=said,
    )


def history_text(session: Session, item: ItemState) -> str:
    """Return the last two edits of an answer, and how many there were."""
    entries = session.history(Answer.TABLE, item.answer.row)
    told = [entry for entry in entries if entry.field in _FIELD_WORDS]
    if not told:
        return ""
    parts = []
    for entry in told[-2:]:
        words = str(_FIELD_WORDS[entry.field])
        if entry.field == "verdict":
            words = f"→ {VERDICT_WORD.get(Verdict(str(entry.value)), '')}"
        parts.append(f"{entry.at.astimezone():%H:%M} {words}")
    n = len({entry.event for entry in told})
    return " · ".join([*parts, str(msg("{n} {n:edit|edits}", n=n))])
