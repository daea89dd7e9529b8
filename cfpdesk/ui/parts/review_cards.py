"""Document review and stage 1 as cards: who, when, inputs, judgements, risks; suspend, end."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QToolButton, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.day import day_of
from cfpdesk.model.document_review import REVIEW_STATUS_WORD, DocumentReview, ReviewStatus
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.stage import STAGE_MODE_WORD, StageOne
from cfpdesk.steps import stages
from cfpdesk.steps.stages import StagesView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import ChoiceField
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.rule_items import RuleItems
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import Hairline, label, row

_LABEL = 76


class _ListCard(Card):
    """A card with lists of the rules, each under its name."""

    def __init__(self, desk: Desk, title: str, clause: str) -> None:
        super().__init__(title, clause=clause)
        self.desk = desk
        self.lists: dict[str, RuleItems] = {}

    def add_list(self, now: StagesView, code: str) -> None:
        """Add a list under its name."""
        found = now.rules.rule_list(code)
        self.body.addWidget(Hairline())
        self.body.addWidget(label(str(found.title), "strong"))
        made = RuleItems(self.desk, found, self._write_item)
        self.lists[code] = made
        self.body.addWidget(made)

    def show_lists(self, now: StagesView, *, frozen: bool) -> None:
        """Show what stands at each item."""
        for code, items in self.lists.items():
            items.show_entries(_reader(now, code), frozen=frozen)

    def _write_item(self, rule_list: str, item: str, **parts: object) -> None:
        stages.write_item(self.desk.session, rule_list, item, **parts)  # type: ignore[arg-type]


class DocumentReviewCard(_ListCard):
    """Its state in words, the two ways on from a suspension, and the lists of rule 9.3."""

    def __init__(self, desk: Desk, now: StagesView) -> None:
        super().__init__(desk, _("Document review"), "RULE:9.3")
        self._form = Form(desk, DocumentReview.TABLE, label_width=_LABEL)
        self.reviewer = self._form.choice(
            "reviewer", _("Reviewer"), [], self._writer("reviewer"), clause="RULE:9.3"
        )
        for name, words in (("started_on", _("Begun on")), ("ended_on", _("Ended on"))):
            self._form.date(name, words, self._writer(name), clause="RULE:9.3")
            _name(self._form, name, _("Document review: {field}").format(field=words))
        self.body.addWidget(self._form)
        self._why = label("", "bad", wrap=True)
        self.body.addWidget(self._why)
        self.suspend = button(_("Information insufficient…"), self._ask_suspend, name="suspend")
        self.resume = button(_("Resume"), self._resume, kind="primary", name="missing")
        self.terminate = button(
            _("Terminate…"), self._ask_terminate, kind="danger", name="terminate"
        )
        self.body.addLayout(row(self.suspend, self.resume, self.terminate, None))
        self._receipt = Form(desk, DocumentReview.TABLE, label_width=_LABEL)
        self._receipt.date(
            "receipt_on", _("Client told on"), self._writer("receipt_on"), clause="RULE:9.8.4"
        )
        self._receipt.line(
            "receipt_by", _("Received by"), self._writer("receipt_by"), clause="RULE:9.8.4"
        )
        self._proof = button(_("Evidence of the receipt…"), self._pick_proof, icon="link")
        self._proof.setObjectName("receipt")
        self._receipt.widget(_("Receipt"), self._proof)
        self.body.addWidget(self._receipt)
        for code in (
            ListCode.DOCUMENT_INPUT,
            ListCode.DOCUMENT_JUDGEMENT,
            ListCode.DOCUMENT_RISK,
        ):
            self.add_list(now, code)

    def show_state(self, now: StagesView, *, frozen: bool, numbers: dict[str, str]) -> None:
        """Show the review; `numbers` are the evidence numbers by row."""
        review, status = now.review, now.status
        stopped = status in (ReviewStatus.SUSPENDED, ReviewStatus.TERMINATED)
        self.count.setText(str(REVIEW_STATUS_WORD[status]))
        role(self.count, text="bad" if stopped else "muted")
        _offer(self.reviewer, now)
        values = {name: getattr(review, name) for name in ("reviewer", "started_on", "ended_on")}
        self._form.show_values(values, row=review.row)
        self._form.set_read_only(frozen or stopped)
        self._why.setText(_why(review, status))
        self._why.setVisible(stopped)
        ended = status is ReviewStatus.TERMINATED
        self.suspend.setVisible(not stopped)
        self.resume.setVisible(status is ReviewStatus.SUSPENDED)
        self.terminate.setVisible(not ended)
        for made in (self.suspend, self.resume, self.terminate):
            made.setEnabled(not frozen)
        self._receipt.setVisible(ended)
        told = {"receipt_on": review.receipt_on, "receipt_by": review.receipt_by}
        self._receipt.show_values(told, row=review.row)
        self._receipt.set_read_only(frozen)
        self._proof.setText(numbers.get(review.receipt, "") or _("Evidence of the receipt…"))
        self._proof.setEnabled(not frozen)
        self.show_lists(now, frozen=frozen or stopped)

    def _writer(self, field: str) -> Callable[[str | date | None], object]:
        return lambda value: stages.write_review(self.desk.session, field, value)

    def _today(self) -> date:
        return day_of(self.desk.now())

    def _ask_suspend(self) -> None:
        self.desk.ask_reason(
            msg("Which information is insufficient?"),
            lambda missing: self.desk.attempt(
                lambda: stages.suspend(self.desk.session, missing, self._today())
            ),
        )

    def _resume(self) -> None:
        self.desk.attempt(lambda: stages.resume(self.desk.session, self._today()))

    def _ask_terminate(self) -> None:
        self.desk.ask_reason(
            msg("Why is the verification terminated? The client is told the reason."),
            lambda reason: self.desk.attempt(
                lambda: stages.terminate(self.desk.session, reason, self._today())
            ),
        )

    def _pick_proof(self) -> None:
        self.desk.pick(
            ("evidence",),
            lambda target: self.desk.attempt(
                lambda: stages.write_review(self.desk.session, "receipt", target.row)
            ),
        )


class StageOneCard(_ListCard):
    """Where, by whom and when; the six judgements, the last of which opens stage 2."""

    def __init__(self, desk: Desk, now: StagesView) -> None:
        super().__init__(desk, _("Stage 1"), "RULE:9.5.2")
        self._form = Form(desk, StageOne.TABLE, label_width=_LABEL)
        modes = [(str(mode), str(word)) for mode, word in STAGE_MODE_WORD.items()]
        self._form.choice("mode", _("Held"), modes, self._writer("mode"), clause="RULE:9.5.1")
        self._form.check(
            "joined",
            _("joined with the document review"),
            self._writer("joined"),
            clause="RULE:9.5.1",
        )
        self.verifier = self._form.choice(
            "verifier", _("Verifier"), [], self._writer("verifier"), clause="RULE:9.5.1"
        )
        for name, key, words in (
            ("stage1_start", "started_on", _("Begun on")),
            ("stage1_end", "ended_on", _("Ended on")),
        ):
            self._form.date(name, words, self._writer(key), clause="RULE:9.5.1")
            _name(self._form, name, _("Stage 1: {field}").format(field=words))
        self.body.addWidget(self._form)
        self.add_list(now, ListCode.STAGE1)

    def show_state(self, now: StagesView, *, frozen: bool) -> None:
        """Show stage 1."""
        kept = now.stages.stage1
        _offer(self.verifier, now)
        values = {name: getattr(kept, name) for name in ("mode", "joined", "verifier")}
        values |= {"stage1_start": kept.started_on, "stage1_end": kept.ended_on}
        self._form.show_values(values, row=kept.row)
        self._form.set_read_only(frozen)
        self.show_lists(now, frozen=frozen)
        missing = sum(b.code == "stages.stage1" for b in now.blockers)
        total = len(now.rules.rule_list(ListCode.STAGE1).items)
        recorded = not any(b.code == "stages.nothing" for b in now.blockers)
        self.count.setText(f"{total - missing if recorded else 0} / {total}")

    def _writer(self, field: str) -> Callable[[str | bool | date | None], object]:
        return lambda value: stages.write_stage1(self.desk.session, field, value)


class TopicsCard(_ListCard):
    """What surveillance or recertification has to look at (rules 9.10.1.4, 9.10.2.2)."""

    def __init__(self, desk: Desk, now: StagesView) -> None:
        found = now.rules.rule_list(now.topics)
        super().__init__(desk, str(found.title), found.clause)
        self.add_list(now, now.topics)

    def show_state(self, now: StagesView, *, frozen: bool) -> None:
        """Show the topics."""
        self.show_lists(now, frozen=frozen)


def _reader(now: StagesView, code: str) -> Callable[[str], RuleEntry]:
    return lambda item: now.entry(code, item)


def _offer(field: ChoiceField, now: StagesView) -> None:
    options: Sequence[tuple[str, str]] = [(p.row, p.name) for p in now.people]
    field.set_options([("", "–"), *options])


def _name(form: Form, field: str, words: str) -> None:
    """Say in full what a short label leaves out, at the field and its calendar."""
    box: QWidget = form.field(field).box
    form.field(field).focus_widget.setAccessibleName(words)
    for opener in box.findChildren(QToolButton):
        opener.setAccessibleName(f"{words} {_('Calendar')}")


def _why(review: DocumentReview, status: ReviewStatus) -> str:
    if status is ReviewStatus.TERMINATED and review.terminated_on:
        day = review.terminated_on.isoformat()
        return _("Terminated on {day}: {reason}").format(day=day, reason=review.reason)
    if status is ReviewStatus.SUSPENDED and review.suspended_on:
        day = review.suspended_on.isoformat()
        words = _("Suspended since {day}, only resuming or terminating is possible: {missing}")
        return words.format(day=day, missing=review.missing)
    return ""
