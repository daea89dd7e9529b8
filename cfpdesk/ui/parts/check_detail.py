"""One check item, large: question, answers, facts, evidence, findings, note, history."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.i18n import LANGUAGES, Text, _, current_language, text_in
from cfpdesk.model.checklist import Answer, Verdict, pieces_seen
from cfpdesk.model.clause import clause_text
from cfpdesk.model.day import moment_text
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.phrase import FACT_PHRASES, NOT_APPLICABLE_PHRASES
from cfpdesk.model.promise import parse_promise
from cfpdesk.steps import checklist
from cfpdesk.steps.checklist import AnswerText, ItemState
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import LineField, NoteField
from cfpdesk.ui.merged_words import merged_words
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.answer_bar import AnswerBar
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.chips import ChipRow
from cfpdesk.ui.widgets.evidence_strip import EvidenceStrip, Thumb
from cfpdesk.ui.widgets.finding_card import FindingCard
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.merge_mark import MergeMark
from cfpdesk.ui.widgets.pictures import Pictures
from cfpdesk.ui.widgets.reading_order import set_reading_order
from cfpdesk.ui.widgets.scroll_column import ScrollColumn
from cfpdesk.ui.widgets.swap_label import SwapLabel
from cfpdesk.ui.widgets.text import empty, label, row
from cfpdesk.ui.widgets.tick_row import TickRow

LOW = 560  # below this height the second language hides, so that the fields stay in view


class CheckDetail(ScrollColumn):
    """See the module text.

    Emits what the page decides: an answer, a step, a finding to open or to write, evidence to
    open, to add or to unlink.
    """

    answered = Signal(object)
    stepped = Signal(int)
    finding_opened = Signal(str)
    finding_wanted = Signal(object)
    evidence_opened = Signal(str)
    evidence_unlinked = Signal(str)
    evidence_wanted = Signal()
    evidence_dropped = Signal(list)
    link_wanted = Signal()
    guidance_wanted = Signal()

    def __init__(self, desk: Desk, pictures: Pictures) -> None:
        super().__init__((22, 10, 22, 12), 8)
        self._desk = desk
        self._items: dict[str, str] = {}
        self._item: ItemState | None = None
        self._swapped = False
        column = self.column
        self._head(column)
        self._answer(column)
        self._facts(column)
        self._evidence(column, pictures)
        self._findings(column)
        self._foot(column)

    # Making -----------------------------------------------------------------------------------

    def _head(self, column: QVBoxLayout) -> None:
        self._id = label("", "strong")
        self._risk = label("", chip="tag")
        self._owner = label("", "muted")
        self._place = label("", "muted")
        self._up = tool("chevron-up", _("Previous item"), lambda: self.stepped.emit(-1), key="↑")
        self._down = tool("chevron-down", _("Next item"), lambda: self.stepped.emit(1), key="↓")
        column.addLayout(
            row(self._id, self._risk, self._owner, None, self._place, self._up, self._down)
        )
        self._conflict = label("", "conf", wrap=True)
        column.addWidget(self._conflict)
        self._question = label("", "question", wrap=True)
        self._other = SwapLabel()
        self._other.swapped.connect(self._swap)
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._question.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._question)
        column.addWidget(self._other)
        self._clauses = ChipRow(read_only=True)
        self._how = button(
            _("How to verify"), self.guidance_wanted.emit, icon="book", kind="link", name="how"
        )
        self._clauses.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._clauses.setContentsMargins(0, 3, 0, 0)
        column.addLayout(row(self._clauses, self._how))

    def _answer(self, column: QVBoxLayout) -> None:
        self.bar = AnswerBar()
        self._merged = MergeMark(self.bar)
        self.bar.answered.connect(self.answered)
        column.addWidget(self.bar)
        self._outside = QFrame()
        role(self._outside, box="tint-info")
        inside = QVBoxLayout(self._outside)
        inside.setContentsMargins(10, 4, 6, 4)
        outside = label(_("This stage lies outside the boundary."), wrap=True)
        take = button(_("N/A with this reason"), self._take_outside, kind="link", name="outside")
        inside.addLayout(row(outside, None, take))
        column.addWidget(self._outside)
        self.reason = self._note(AnswerText.REASON, _("Reason (required)"), 2)
        self._reason_box = self._titled(
            _("Why it does not apply"), self.reason, lambda: self._phrases(self.reason)
        )
        column.addWidget(self._reason_box)
        self._ask_box = QWidget()
        ask = QVBoxLayout(self._ask_box)
        ask.setContentsMargins(0, 0, 0, 0)
        ask.setSpacing(4)
        self.whom = LineField(
            self._desk, "answer", "ask_whom", _("Whom to ask"), self._commit(AnswerText.ASK_WHOM)
        )
        self.when = LineField(
            self._desk, "answer", "ask_by", _("Promised for"), self._commit_when, "11:30"
        )
        self.when.edit.setMaximumWidth(170)
        ask.addLayout(row(label(_("Whom to ask"), "label"), None))
        ask.addLayout(row(self.whom.box, label(_("by"), "label"), self.when.box))
        column.addWidget(self._ask_box)

    def _facts(self, column: QVBoxLayout) -> None:
        self.facts = self._note(AnswerText.FACTS, _("Facts"), 2)
        title = _("Facts (what was seen, no judgement)")
        column.addWidget(self._titled(title, self.facts, lambda: self._phrases(self.facts)))

    def _evidence(self, column: QVBoxLayout, pictures: Pictures) -> None:
        self._expected = TickRow()
        self._expected.ticked.connect(self._tick)
        words = label(_("Evidence expected"), "label")
        words.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        link = button(_("Link"), self.link_wanted.emit, icon="link", kind="link", name="link")
        link.setToolTip(_("Link evidence that is here already") + "  Ctrl+L")
        column.addLayout(row(words, self._expected, link, spacing=12))
        self.strip = EvidenceStrip(_("Evidence of this item"), pictures)
        self.strip.opened.connect(self.evidence_opened)
        self.strip.removed.connect(self.evidence_unlinked)
        self.strip.add_pressed.connect(self.evidence_wanted)
        self.strip.dropped.connect(self.evidence_dropped)
        column.addWidget(self.strip)
        self.none = LineField(
            self._desk,
            "answer",
            "no_evidence",
            _("None, because …"),
            self._commit(AnswerText.NO_EVIDENCE),
            _("None, because …"),
        )
        column.addWidget(self.none.box)

    def _findings(self, column: QVBoxLayout) -> None:
        self._cards = QVBoxLayout()
        self._cards.setSpacing(6)
        column.addLayout(self._cards)
        self._shown_cards: tuple[Finding, ...] = ()
        self._write_box = QWidget()
        line = FlowLayout(self._write_box, spacing=4)
        line.addWidget(label(_("Write down as"), "label"))
        kinds = {
            FindingKind.MINOR: _("Nonconformity"),
            FindingKind.MISSTATEMENT: _("Misstatement"),
            FindingKind.OBSERVATION: _("Observation"),
            FindingKind.CLARIFICATION: _("Clarification request"),
        }
        for kind, word in kinds.items():
            made = button(word, self._wanting(kind), icon="plus", kind="link")
            made.setObjectName(f"new-{kind}")
            line.addWidget(made)
        column.addWidget(self._write_box)

    def _foot(self, column: QVBoxLayout) -> None:
        self.note = self._note(AnswerText.NOTE, _("Note"), 1)
        self.note.edit.setPlaceholderText(_("For example: ask Zhou Ting for the source page"))
        column.addWidget(self._titled(_("Note (team only, not in the report)"), self.note))
        column.addStretch(1)
        self._history = label("", "small", wrap=True)
        column.addWidget(self._history)

    def _note(self, field: AnswerText, words: str, lines: int) -> NoteField:
        return NoteField(self._desk, "answer", field.value, words, self._commit(field), lines=lines)

    def _titled(
        self, title: str, field: NoteField, phrases: Callable[[], object] | None = None
    ) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = label(title, "label")
        words.setBuddy(field.edit)
        if phrases is None:
            column.addLayout(row(words, None))
        else:
            more = button(_("Phrases"), phrases, kind="link", name=f"phrases-{field.name}")
            more.setToolTip(_("Insert a phrase") + "  Ctrl+T")
            more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            column.addLayout(row(words, None, more, label("Ctrl T", "small")))
        column.addWidget(field.box)
        return box

    # Committing -------------------------------------------------------------------------------

    def _item_of(self, field: LineField | NoteField) -> str:
        """Return the item a field's text belongs to: the one it was typed for, not the current."""
        return self._items.get(field.row, "")

    def _commit(self, field: AnswerText) -> Callable[[str], object]:
        def commit(text: str) -> None:
            fields: dict[AnswerText, LineField | NoteField] = {
                AnswerText.FACTS: self.facts,
                AnswerText.NOTE: self.note,
                AnswerText.REASON: self.reason,
                AnswerText.NO_EVIDENCE: self.none,
                AnswerText.ASK_WHOM: self.whom,
            }
            item = self._item_of(fields[field])
            if item:
                checklist.write(self._desk.session, item, field, text)

        return commit

    def _commit_when(self, text: str) -> None:
        when = parse_promise(text, self._desk.now().astimezone())
        item = self._item_of(self.when)
        if item:
            checklist.ask_by(self._desk.session, item, when)

    def _take_outside(self) -> None:
        if self._item is None:
            return
        reason = NOT_APPLICABLE_PHRASES[0].text(current_language())
        item = self._item.item.id
        self._desk.attempt(
            lambda: checklist.answer(
                self._desk.session, [item], Verdict.NOT_APPLICABLE, reason=reason
            )
        )

    def _tick(self, position: int, on: bool) -> None:
        if self._item is not None:
            item = self._item.item.id
            self._desk.attempt(
                lambda: checklist.tick_expected(self._desk.session, item, position, seen=on)
            )

    def _wanting(self, kind: FindingKind) -> Callable[[], None]:
        return lambda: self.finding_wanted.emit(kind)

    def phrases(self) -> None:
        """Offer phrases for the field in focus (Ctrl+T); for the facts where none is."""
        self._phrases(self.reason if self.reason.edit.hasFocus() else self.facts)

    def _phrases(self, field: NoteField) -> None:
        menu = QMenu(self)
        known = NOT_APPLICABLE_PHRASES if field is self.reason else FACT_PHRASES
        for phrase in known:
            text = phrase.text(current_language())
            menu.addAction(text.replace("&", "&&"), self._insert(field, text))
        menu.popup(field.edit.mapToGlobal(field.edit.cursorRect().bottomLeft()))

    def _insert(self, field: NoteField, text: str) -> Callable[[], None]:
        def insert() -> None:
            field.edit.setFocus()
            field.edit.insertPlainText(text)

        return insert

    def _swap(self) -> None:
        self._swapped = not self._swapped
        self._show_question()

    # Showing ----------------------------------------------------------------------------------

    def show_item(
        self,
        item: ItemState,
        *,
        owner: str,
        place: str,
        thumbs: Sequence[Thumb],
        findings: Sequence[tuple[Finding, Text]],
        history: str,
    ) -> None:
        """Put an item in; fields that are being typed in are left alone."""
        if self._item is None or self._item.item.id != item.item.id:
            self._swapped = False
            self.verticalScrollBar().setValue(0)
        self._items[item.answer.row] = item.item.id
        self._item = item
        self._id.setText(item.item.id)
        self._risk.setText({"H": _("High risk"), "M": _("Medium risk")}.get(item.item.risk, ""))
        self._risk.setVisible(item.item.risk in ("H", "M"))
        self._owner.setText(owner)
        self._place.setText(place)
        self._conflict.setText(_("Two answers stand here; the team leader settles it in Merge."))
        self._conflict.setVisible(item.conflict)
        self._show_question()
        language = current_language()
        self._clauses.set_texts([clause_text(c).text(language) for c in item.item.clauses])
        self.bar.show_verdict(item.answer.verdict)
        session = self._desk.session
        self._merged.say(merged_words(session, Answer.TABLE, item.answer.row, "verdict"))
        self._show_fields(item)
        seen = pieces_seen(item.item, item.answer, len(item.evidence))
        self._expected.show_pieces([str(piece) for piece in item.item.expected], seen)
        self.strip.set_thumbs(thumbs)
        self._show_findings(item, findings)
        self._history.setText(history)
        set_reading_order(self)

    def _show_question(self) -> None:
        if self._item is None:
            return
        language = current_language()
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        question = self._item.item.question
        first, second = (other, language) if self._swapped else (language, other)
        self._question.setText(text_in(question, first))
        self._other.setText(text_in(question, second))
        self._other.setAccessibleName(text_in(question, second))

    def _show_fields(self, item: ItemState) -> None:
        answer = item.answer
        verdict = answer.verdict
        key = answer.row
        for field, text in (
            (self.facts, answer.facts),
            (self.note, answer.note),
            (self.reason, answer.reason),
            (self.none, answer.no_evidence),
            (self.whom, answer.ask_whom),
        ):
            field.show(text, key)
        self.when.show(moment_text(answer.ask_by), key)
        absent = verdict is Verdict.NOT_APPLICABLE
        self._reason_box.setVisible(absent or bool(answer.reason))
        fixed = self._desk.session.read_only
        self.bar.setEnabled(not fixed)
        for each in (self.facts, self.note, self.reason, self.none, self.whom, self.when):
            each.set_read_only(read_only=fixed)
        role(self.reason.edit, state="bad" if item.lacks_reason else "")
        self._ask_box.setVisible(verdict is Verdict.FOLLOW_UP or bool(answer.ask_whom))
        self._outside.setVisible(item.outside and verdict is Verdict.OPEN)
        empty = item.lacks_evidence or bool(answer.no_evidence)
        self.none.box.setVisible(empty)

    def _show_findings(self, item: ItemState, findings: Sequence[tuple[Finding, Text]]) -> None:
        shown = tuple(finding for finding, _below in findings)
        if shown != self._shown_cards:
            self._shown_cards = shown
            empty(self._cards)
            for finding, below in findings:
                card = FindingCard(finding, str(below))
                card.opened.connect(self.finding_opened)
                self._cards.addWidget(card)
        said = (Verdict.NOT_CONFORM, Verdict.OBSERVATION, Verdict.FOLLOW_UP)
        self._write_box.setVisible(item.answer.verdict in said and not findings)

    def show_low(self, low: bool) -> None:
        """Hide the second language where the window is low."""
        self._other.setVisible(not low)
        self.strip.set_low(low=low)

    def focus_field(self, name: str) -> None:
        """Focus a field by the name a blocker's target uses."""
        fields: dict[str, QWidget] = {
            "facts": self.facts.edit,
            "note": self.note.edit,
            "reason": self.reason.edit,
            "ask_by": self.when.edit,
            "ask_whom": self.whom.edit,
            "evidence": self.strip.add_tile(),
        }
        field = fields.get(name)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(field, 0, 40)
