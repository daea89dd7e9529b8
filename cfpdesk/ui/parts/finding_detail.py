"""One finding, large: what was found, what it does to the claim, what is asked, what came of it."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.finding import (
    KIND_WORD,
    TO_CORRECT,
    Finding,
    FindingKind,
    FindingState,
)
from cfpdesk.model.quantity import figure
from cfpdesk.steps import finding
from cfpdesk.steps.finding import FindingText, FindingView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import CheckField, DateField, DecimalField, LineField, NoteField, TagsField
from cfpdesk.ui.parts.client_answer import ClientAnswer
from cfpdesk.ui.parts.effect_before_after import EffectBeforeAfter
from cfpdesk.ui.parts.finding_steps import FindingSteps
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.evidence_strip import EvidenceStrip, Thumb
from cfpdesk.ui.widgets.pictures import Pictures
from cfpdesk.ui.widgets.scroll_column import ScrollColumn
from cfpdesk.ui.widgets.status_icon import FINDINGS, StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

_AFTER = (FindingState.ANSWERED, FindingState.CORRECTED, FindingState.VERIFIED, FindingState.CLOSED)


class FindingDetail(ScrollColumn):
    """Emits what the page decides: a move, a regrade, a deletion, evidence, a signature."""

    moved = Signal(object)
    back_wanted = Signal()
    regraded = Signal(object)
    delete_wanted = Signal()
    confirm_wanted = Signal()
    item_opened = Signal(str)
    evidence_opened = Signal(str)
    evidence_unlinked = Signal(str)
    evidence_wanted = Signal(bool)
    evidence_dropped = Signal(list, bool)
    link_wanted = Signal()

    def __init__(self, desk: Desk, pictures: Pictures) -> None:
        super().__init__((22, 10, 22, 12), 8)
        self._desk = desk
        self._view: FindingView | None = None
        self._may_regrade = False
        self._why = ""
        column = self.column
        self._head(column)
        self._steps(column)
        column.addWidget(Hairline())
        both = QHBoxLayout()
        both.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.setContentsMargins(0, 0, 14, 0)
        self._fact(left)
        self._effect(left)
        self._required(left, pictures)
        self._corrected(left, pictures)
        left.addStretch(1)
        self.answer = ClientAnswer(desk)
        both.addLayout(left, 160)
        both.addWidget(Hairline(standing=True))
        both.addWidget(self.answer, 100)
        column.addLayout(both, 1)

    # Making -----------------------------------------------------------------------------------

    def _head(self, column: QVBoxLayout) -> None:
        self._icon = StatusIcon()
        self._number = label("", "strong")
        self._kind = label("", chip="tag")
        self._by = ElidedLabel("", "muted")
        self._item = button("", self._open_item, kind="link", name="from-item")
        self._more = tool("more", _("Regrade, delete"), self._menu)
        self._more.setObjectName("more")
        top = row(self._icon, self._number, self._kind)
        top.addWidget(self._by, 1)
        top.addWidget(self._item)
        top.addWidget(self._more)
        column.addLayout(top)
        self.title = LineField(
            self._desk, "finding", "title", _("Title"), self._text(FindingText.TITLE),
            _("What is wrong, in one line"),
        )  # fmt: skip
        self.title.edit.setProperty("bare", "title")
        column.addWidget(self.title.box)

    def _steps(self, column: QVBoxLayout) -> None:
        self.steps = FindingSteps(self._desk)
        self.steps.moved.connect(self.moved)
        self.steps.back_wanted.connect(self.back_wanted)
        self.steps.confirm_wanted.connect(self.confirm_wanted)
        column.addWidget(self.steps)

    def _fact(self, column: QVBoxLayout) -> None:
        self.facts = self._note(FindingText.FACTS, _("Facts"), 2, _("What was seen, no judgement"))
        self._titled(column, _("Facts"), self.facts)
        self.clauses = TagsField(
            self._desk, "finding", "clauses", _("Not met"), self._clauses, _("Clause, then Enter")
        )
        words = label(_("Not met"), "label")
        words.setBuddy(self.clauses.edit)
        self._more_clauses = tool("plus", _("Add a clause"), self._add_clause, token="accent")
        self._more_clauses.setObjectName("add-clause")
        line_ = QHBoxLayout()
        line_.setSpacing(12)
        line_.addWidget(words)
        line_.addWidget(self.clauses.box, 1)
        line_.addWidget(self._more_clauses)
        column.addLayout(line_)

    def _effect(self, column: QVBoxLayout) -> None:
        self._effect_box = QFrame()
        role(self._effect_box, box="raised")
        inside = QVBoxLayout(self._effect_box)
        inside.setContentsMargins(12, 8, 10, 8)
        inside.setSpacing(6)
        self.estimated = CheckField(
            self._desk, "finding", "effect_estimated", _("Estimated"), self._estimated
        )
        title = label(_("Effect"), "label")
        title.setToolTip(_("Claimed − verified: positive is overstated"))
        self.effect = DecimalField(
            self._desk, "finding", "effect", _("Effect"), self._set_effect, "−186,386"
        )
        self.effect.edit.setFixedWidth(104)
        title.setBuddy(self.effect.edit)
        self._share = label("", "label", wrap=True)
        line_ = row(title, self.effect.box, label("kgCO₂e", "muted"))
        line_.addStretch(1)
        line_.addWidget(self.estimated.box)
        inside.addLayout(line_)
        inside.addWidget(self._share)
        self.basis = LineField(
            self._desk, "finding", "effect_basis", _("Basis of the estimate"),
            self._text(FindingText.EFFECT_BASIS), _("How it was estimated"),
        )  # fmt: skip
        inside.addWidget(self.basis.box)
        self.claim = EffectBeforeAfter()
        inside.addWidget(self.claim)
        column.addWidget(self._effect_box)

    def _required(self, column: QVBoxLayout, pictures: Pictures) -> None:
        self.deadline = DateField(
            self._desk, "finding", "deadline", _("Deadline"), self._set_deadline
        )
        self.deadline.edit.setMaximumWidth(120)
        clause = text_in(clause_text("RULE:9.8.5"), current_language())
        words = label(_("Required"), "label")
        column.addLayout(
            row(words, None, label(_("Deadline"), "label"), self.deadline.box,
                label(clause, "small"))
        )  # fmt: skip
        self.requirement = self._note(
            FindingText.REQUIREMENT, _("Required"), 2, _("What the client has to do")
        )
        words.setBuddy(self.requirement.edit)
        column.addWidget(self.requirement.box)
        link = button(_("Link"), self.link_wanted.emit, icon="link", kind="link", name="link")
        link.setToolTip(_("Link evidence that is here already") + "  Ctrl+L")
        column.addLayout(row(label(_("Evidence"), "label"), None, link))
        self.strip = self._strip(pictures, _("Evidence of the finding"), correction=False)
        column.addWidget(self.strip)

    def _corrected(self, column: QVBoxLayout, pictures: Pictures) -> None:
        self._correction_box = QFrame()
        inside = QVBoxLayout(self._correction_box)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(Hairline())
        inside.addWidget(label(_("Correction"), "card"))
        self.correction = self._note(FindingText.CORRECTION, _("What was corrected"), 2)
        self.cause = self._note(FindingText.CAUSE, _("Cause"), 1)
        self.action = self._note(FindingText.CORRECTIVE_ACTION, _("So that it stays away"), 1)
        self.verified = self._note(FindingText.VERIFIED_HOW, _("How it was verified"), 1)
        for field in (self.correction, self.cause, self.action):
            self._titled(inside, field.label, field)
        inside.addWidget(label(_("Evidence of the correction"), "label"))
        self.proof = self._strip(pictures, _("Evidence of the correction"), correction=True)
        inside.addWidget(self.proof)
        self._titled(inside, self.verified.label, self.verified)
        column.addWidget(self._correction_box)

    def _strip(self, pictures: Pictures, name: str, *, correction: bool) -> EvidenceStrip:
        strip = EvidenceStrip(name, pictures, "" if correction else "Ctrl+E")
        strip.opened.connect(self.evidence_opened)
        strip.removed.connect(self.evidence_unlinked)
        strip.add_pressed.connect(lambda: self.evidence_wanted.emit(correction))
        strip.dropped.connect(lambda paths: self.evidence_dropped.emit(paths, correction))
        return strip

    def _note(self, field: FindingText, words: str, lines: int, hint: str = "") -> NoteField:
        return NoteField(self._desk, "finding", field.value, words, self._text(field), hint, lines)

    def _titled(self, column: QVBoxLayout, title: str, field: NoteField | TagsField) -> None:
        words = label(title, "label")
        words.setBuddy(field.focus_widget)
        column.addWidget(words)
        column.addWidget(field.box)

    def _add_clause(self) -> None:
        self.clauses.edit.show()
        self.clauses.edit.setFocus()

    # Committing -------------------------------------------------------------------------------

    def _text(self, field: FindingText) -> Callable[[str], object]:
        def commit(text: str) -> None:
            fields: dict[FindingText, LineField | NoteField] = {
                FindingText.TITLE: self.title,
                FindingText.FACTS: self.facts,
                FindingText.REQUIREMENT: self.requirement,
                FindingText.EFFECT_BASIS: self.basis,
                FindingText.CORRECTION: self.correction,
                FindingText.CAUSE: self.cause,
                FindingText.CORRECTIVE_ACTION: self.action,
                FindingText.VERIFIED_HOW: self.verified,
            }
            finding.write(self._desk.session, fields[field].row, field, text)

        return commit

    def _clauses(self, texts: tuple[str, ...]) -> None:
        finding.set_clauses(self._desk.session, self.clauses.row, texts)

    def _set_effect(self, kg: Decimal | None) -> None:
        finding.set_effect(self._desk.session, self.effect.row, kg)

    def _estimated(self, on: bool) -> None:
        finding.set_estimated(self._desk.session, self.estimated.row, estimated=on)

    def _set_deadline(self, day: date | None) -> None:
        finding.set_deadline(self._desk.session, self.deadline.row, day)

    # The menu ---------------------------------------------------------------------------------

    def _menu(self) -> None:
        if self._view is None:
            return
        current = self._view.finding
        draft = current.state is FindingState.DRAFT
        menu = QMenu(self)
        grade = menu.addMenu(_("Change the kind") if draft else _("Regrade"))
        for kind in FindingKind:
            action = grade.addAction(str(KIND_WORD[kind]), self._regrading(kind))
            action.setCheckable(True)
            action.setChecked(kind is current.kind)
        grade.setEnabled(draft or self._may_regrade)
        if not grade.isEnabled():
            note = menu.addAction(_("Only the team leader regrades"))
            note.setEnabled(False)
        menu.addAction(_("Delete …"), self.delete_wanted.emit)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _regrading(self, kind: FindingKind) -> Callable[[], None]:
        return lambda: self.regraded.emit(kind)

    def _open_item(self) -> None:
        if self._view is not None:
            self.item_opened.emit(self._view.finding.item)

    # Showing ----------------------------------------------------------------------------------

    def show_finding(
        self,
        view: FindingView,
        *,
        by: str,
        thumbs: Sequence[Thumb],
        proofs: Sequence[Thumb],
        may_regrade: bool,
        may_confirm: bool,
    ) -> None:
        """Put a finding in; fields that are being typed in are left alone."""
        current = view.finding
        if self._view is None or self._view.finding.row != current.row:
            self.verticalScrollBar().setValue(0)
        self._view, self._may_regrade = view, may_regrade
        self._icon.show_shape(FINDINGS[current.kind])
        self._number.setText(current.number)
        self._kind.setText(str(KIND_WORD[current.kind]))
        role(self._kind, chip=FINDINGS[current.kind].token)
        self._by.setText(" · ".join(part for part in (str(view.carried or ""), by) if part))
        self._item.setText(current.item)
        self._item.setAccessibleName(" ".join((_("Go to"), current.item)))
        self._item.setVisible(bool(current.item))
        self._show_fields(current)
        self._show_effect(view)
        self.steps.show_view(view, may_confirm=may_confirm)
        self.strip.set_thumbs(thumbs)
        self.proof.set_thumbs(proofs)
        corrects = current.kind in TO_CORRECT
        written = current.correction or current.cause or current.corrective_action or proofs
        self._correction_box.setVisible(corrects and (current.state in _AFTER or bool(written)))

    def _show_fields(self, current: Finding) -> None:
        language = current_language()
        for field, value in (
            (self.title, current.title),
            (self.facts, current.facts),
            (self.clauses, tuple(clause_text(c).text(language) for c in current.clauses)),
            (self.effect, current.effect),
            (self.estimated, current.effect_estimated),
            (self.basis, current.effect_basis),
            (self.requirement, current.requirement),
            (self.deadline, current.deadline),
            (self.correction, current.correction),
            (self.cause, current.cause),
            (self.action, current.corrective_action),
            (self.verified, current.verified_how),
        ):
            field.show(value, current.row)
            field.set_read_only(read_only=self._desk.session.read_only)
        self.basis.box.setVisible(current.effect_estimated or bool(current.effect_basis))
        typing = self.clauses.edit.hasFocus() or bool(self.clauses.edit.text())
        self.clauses.edit.setVisible(not current.clauses or typing)
        self._more_clauses.setVisible(bool(current.clauses) and not typing)

    def _show_effect(self, view: FindingView) -> None:
        effect = view.effect
        observed = view.finding.kind in (FindingKind.OBSERVATION, FindingKind.CLARIFICATION)
        self._effect_box.setVisible(not observed or effect is not None)
        self.claim.show_finding(self._desk.session, view.finding)
        if effect is None:
            need = view.finding.kind is FindingKind.MISSTATEMENT
            self._share.setText(_("required for a misstatement") if need else "")
            self._share.setVisible(need)
            return
        self._share.show()
        side = _("understated") if effect.kg < 0 else _("overstated")
        if effect.percent is None:
            self._share.setText(side)
            return
        text = _("{side}, {percent} % of the claim").format(
            side=side, percent=figure(abs(effect.percent), 2)
        )
        if effect.of_materiality is not None:
            share = figure(effect.of_materiality * 100, 0)
            text += " · " + _("{share} % of materiality").format(share=share)
        self._share.setText(text)

    def focus_field(self, name: str) -> None:
        """Focus a field by the name a blocker's target uses."""
        fields: dict[str, QWidget] = {
            "title": self.title.edit,
            "facts": self.facts.edit,
            "clauses": self.clauses.edit,
            "effect": self.effect.edit,
            "effect_basis": self.basis.edit,
            "correction": self.correction.edit,
            "correction_evidence": self.proof.add_tile(),
            "verified_how": self.verified.edit,
            "requirement": self.requirement.edit,
            "deadline": self.deadline.edit,
            "evidence": self.strip.add_tile(),
            "next": self.steps.next_button,
            "confirm": self.steps.confirm_button,
            "reply": self.answer.reply.edit,
            "sign": self.answer.sign_button,
            "response": self.answer.response.edit,
        }
        field = fields.get(name)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(field, 0, 60)
