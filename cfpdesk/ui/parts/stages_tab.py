"""The stages: document review, stage 1, the way to stage 2, issues, the days on site (rules 9)."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.cycle import Cycle
from cfpdesk.model.document_review import ReviewStatus
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.gate import Target
from cfpdesk.steps import engagement, stages
from cfpdesk.steps.stages import StagesView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.issue_card import IssueCard
from cfpdesk.ui.parts.review_cards import DocumentReviewCard, StageOneCard, TopicsCard
from cfpdesk.ui.parts.running_card import RunningCard
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.status_icon import LEVELS, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, empty, label, row


class StagesTab(QWidget):
    """Document review and issues at the left; stage 1, interval and days on site at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        now = stages.state(desk.session)
        self._review = DocumentReviewCard(desk, now)
        self._stage1 = StageOneCard(desk, now)
        self._topics = TopicsCard(desk, now) if now.topics else None
        self._shown_topics = now.topics
        self._issues = IssueCard(desk)
        self._running = RunningCard(desk)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        left: tuple[Card, ...] = (self._review, self._issues)
        right: tuple[Card, ...] = (
            self._stage1,
            self._interval_card(),
            self._running,
        )
        for column, cards in ((self._left, left), (self._right, right)):
            column.setSpacing(12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        if self._topics is not None:
            self._right.insertWidget(0, self._topics)

    def _interval_card(self) -> Card:
        self._interval = Card(_("Towards stage 2"), clause="RULE:9.5.1")
        self._when = label("", "", wrap=True)
        self._interval.body.addWidget(self._when)
        self._warnings = QVBoxLayout()
        self._interval.body.addLayout(self._warnings)
        self._interval.body.addWidget(Hairline())
        self._told = Form(self.desk, Engagement.TABLE, label_width=104)
        self._told.date(
            "materiality_told_on",
            _("Materiality told"),
            self._writer("materiality_told_on"),
            clause="RULE:7",
        )
        self._told.line(
            "materiality_told_how",
            _("Told how"),
            self._writer("materiality_told_how"),
            clause="RULE:7",
            hint=_("in writing, received by …"),
        )
        self._interval.body.addWidget(self._told)
        return self._interval

    def _writer(self, field: str) -> Callable[[str | date | None], object]:
        return lambda value: engagement.write(self.desk.session, field, value)

    # State into widgets -----------------------------------------------------------------------

    def show_state(self, *, frozen: bool) -> None:
        """Show the stages as they stand."""
        now = stages.state(self.desk.session)
        numbers = {e.row: e.number for e in self.desk.session.all(Evidence)}
        initial = now.stages.cycle is Cycle.INITIAL
        self._review.show_state(now, frozen=frozen, numbers=numbers)
        frozen = frozen or now.status in (ReviewStatus.SUSPENDED, ReviewStatus.TERMINATED)
        self._stage1.setVisible(initial)
        self._stage1.show_state(now, frozen=frozen)
        self._show_topics(now, frozen=frozen)
        self._show_interval(now, frozen=frozen)
        self._issues.show_state(now, frozen=frozen)
        self._running.show_state(now, frozen=frozen)

    def _show_topics(self, now: StagesView, *, frozen: bool) -> None:
        if now.topics != self._shown_topics:
            self._shown_topics = now.topics
            if self._topics is not None:
                self._right.removeWidget(self._topics)
                self._topics.hide()
                self._topics.deleteLater()
            self._topics = TopicsCard(self.desk, now) if now.topics else None
            if self._topics is not None:
                self._right.insertWidget(0, self._topics)
        if self._topics is not None:
            self._topics.show_state(now, frozen=frozen)

    def _show_interval(self, now: StagesView, *, frozen: bool) -> None:
        self._when.setText(_interval_words(now))
        empty(self._warnings)
        for blocker in now.gap:
            words = label(
                str(blocker.sentence), "bad" if blocker.level.blocks else "warn", wrap=True
            )
            line = QWidget()
            line.setLayout(row(StatusIcon(LEVELS[blocker.level], 16), words))
            self._warnings.addWidget(line)
        kept = now.stages.engagement
        self._told.show_values(
            {
                "materiality_told_on": kept.materiality_told_on,
                "materiality_told_how": kept.materiality_told_how,
            },
            row=kept.row,
        )
        self._told.set_read_only(frozen)

    def focus_on(self, target: Target) -> bool:
        """Show a field, an issue or a day; False if it is not here."""
        if target.field == "verified_how":
            return self._issues.focus_issue(target.row)
        if target.field.startswith("running"):
            return self._running.focus_day(target.row)
        found = self.findChild(QWidget, _FIELD.get(target.field, target.field))
        if found is None or not found.isVisibleTo(self):
            return False
        found.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def panes(self) -> Sequence[QWidget]:
        """Review, issues, stage 1, interval, days."""
        return (self._review, self._issues, self._stage1, self._interval, self._running)


# What is mended where else it is known by another name.
_FIELD = {"stage2_start": "stage1_end", "document_review_tab": "reviewer", "stages_tab": "mode"}


def _interval_words(now: StagesView) -> str:
    ended, start = now.stages.stage1.ended_on, now.stages.stage2_start
    begins = start.isoformat() if start else _("not planned")
    if now.stages.cycle is not Cycle.INITIAL:
        return _("The visit begins: {start}").format(start=begins)
    if ended is None or now.latest is None:
        return _("Stage 2 begins: {start}; stage 1 has no end yet").format(start=begins)
    words = _("Stage 1 ended {ended} · stage 2 begins {start} · at the latest {latest}")
    return words.format(ended=ended.isoformat(), start=begins, latest=now.latest.isoformat())
