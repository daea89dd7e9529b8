"""The team's competence: matrix, papers of one member, what is overridden (rules 4 and 9.1)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.competence import CompetenceMark
from cfpdesk.model.competence_view import CELL_WORD, MatrixRow, papers
from cfpdesk.model.gate import Target
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import Person, Role
from cfpdesk.steps import competence
from cfpdesk.store.rule_library import rules_of
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import LineField
from cfpdesk.ui.parts.override_card import OverrideCard
from cfpdesk.ui.parts.person_papers import PersonPapers
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.competence_matrix import SHAPES, CompetenceMatrix
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.status_icon import Shape, StatusIcon
from cfpdesk.ui.widgets.text import label, row


class TeamTab(QWidget):
    """See the module text; the member looked at is view state and outlives a language switch."""

    def __init__(self, desk: Desk, look: dict[str, str]) -> None:
        super().__init__()
        self._desk = desk
        self._look = look
        self._looked = False
        self._now = competence.state(desk.session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._nobody = EmptyState(_("There is nobody in the team yet."))
        column.addWidget(self._nobody)
        self._matrix_card()
        self.papers = PersonPapers(desk, rules_of(desk.session))
        self.papers.chosen.connect(self._choose)
        self._overrides = OverrideCard(desk)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._card)
        left.addWidget(self._overrides)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.papers)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        column.addLayout(columns, 1)

    def _matrix_card(self) -> None:
        self._card = Card(_("Competence"), clause_text("RULE:4.5").text(current_language()))
        self.matrix = CompetenceMatrix(_("Competence"))
        self.matrix.setObjectName("competence")
        self.matrix.moved.connect(self._moved)
        self.matrix.opened.connect(self._opened)
        self.matrix.toggled.connect(self._toggled)
        self._card.body.addWidget(self.matrix)
        self._word = label("", "strong", wrap=True)
        self._papers = label("", "label", wrap=True)
        self._card.body.addWidget(self._word)
        self._card.body.addWidget(self._papers)
        self._topic = QWidget()
        line = QHBoxLayout(self._topic)
        line.setContentsMargins(0, 0, 0, 0)
        self._held = QCheckBox(_("knows it"))
        self._held.setAccessibleName(_("knows it"))
        self._held.setObjectName("topic-held")
        self._held.clicked.connect(lambda on: self._mark(held=on))
        self._proof = LineField(
            self._desk, "competence_mark", "topic-proof", _("Shown by"), self._prove, _("Shown by")
        )
        line.addWidget(self._held)
        line.addWidget(self._proof.box, 1)
        self._card.body.addWidget(self._topic)
        legend = QWidget()
        flow = FlowLayout(legend, spacing=8)
        for cell, word in CELL_WORD.items():
            entry = QWidget()
            entry.setLayout(
                row(
                    StatusIcon(Shape(*SHAPES[cell], word), 14), label(str(word), "small"), spacing=4
                )
            )
            flow.addWidget(entry)
        self._card.body.addWidget(legend)

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, *, frozen: bool) -> None:
        """Show the team as it stands."""
        self._now = competence.state(self._desk.session)
        members = self._now.team.members
        there = bool(members)
        self._nobody.setVisible(not there)
        self._card.setVisible(there)
        self.papers.setVisible(there)
        self._overrides.show_state(frozen=frozen)
        if not there:
            return
        self.matrix.show_matrix([(p.row, p.name) for p in members], self._now.matrix)
        if "code" in self._look and not self._looked:
            self.matrix.select(self._look["code"], self._look["person"])
        self._looked = True
        self._card.count.setText(self._covered())
        self._show_cell(frozen=frozen)
        self.papers.show_person(self._member(), self._now, frozen=frozen)

    def state_line(self) -> str:
        """Say how many topics are covered."""
        return self._covered() if self._now.team.members else ""

    def _covered(self) -> str:
        topics = [found for found in self._now.matrix if found.topic]
        done = sum(found.covered for found in topics)
        return _("{done} of {total} topics covered").format(done=done, total=len(topics))

    def _member(self) -> Person:
        people = self._now.team.members
        row_of_person = self.matrix.current()[1]
        return next((p for p in people if p.row == row_of_person), people[0])

    def _show_cell(self, *, frozen: bool) -> None:
        code, person = self.matrix.current()
        found = next(row for row in self._now.matrix if row.code == code)
        column = [p.row for p in self._now.team.members].index(person)
        title = text_in(found.title, current_language())
        said = _("{topic}: {state}").format(topic=title, state=found.cells[column].word)
        self._word.setText(f"{self._member().name} · {said}")
        lines = papers(self._now.team, self._now.rules, code, person)
        self._papers.setText("\n".join(str(line) for line in lines))
        self._papers.setVisible(bool(lines))
        self._topic.setVisible(bool(found.topic))
        if found.topic:
            kept = CompetenceMark(person=person, topic=found.topic)
            mark = next((m for m in self._now.team.marks if m.row == kept.row), kept)
            self._held.setChecked(mark.held)
            self._held.setEnabled(not frozen)
            self._proof.show(mark.proof, f"{person}/{found.topic}")
            self._proof.set_read_only(read_only=frozen)

    # What a person does -----------------------------------------------------------------------

    def _moved(self, code: str, person: str) -> None:
        self._look.update(code=code, person=person)
        frozen = self._desk.session.read_only
        self._show_cell(frozen=frozen)
        self.papers.show_person(self._member(), self._now, frozen=frozen)

    def _choose(self, person: str) -> None:
        code = self.matrix.current()[0]
        self.matrix.select(code, person)
        self._moved(code, person)

    def _opened(self, code: str, _person: str) -> None:
        if self._row(code).topic:
            self._proof.focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif code == "training":
            first = self._now.rules.rule_list(ListCode.TRAINING_KIND).codes[0]
            self.papers.focus_part(f"training.{first}")
        else:
            trainee = self._member().role is Role.TRAINEE
            experience = "mentor" if trainee else "experience_years"
            self.papers.focus_part(experience if code == "experience" else code)

    def _row(self, code: str) -> MatrixRow:
        return next(row for row in self._now.matrix if row.code == code)

    def _toggled(self, _code: str, _person: str) -> None:
        if not self._desk.session.read_only:
            self._mark(held=not self._held.isChecked())

    def _mark(self, *, held: bool) -> None:
        code, person = self.matrix.current()
        topic = self._row(code).topic
        self._desk.attempt(
            lambda: competence.mark_topic(self._desk.session, person, topic, held=held)
        )

    def _prove(self, text: str) -> None:
        person, _slash, topic = self._proof.row.partition("/")
        competence.prove_topic(self._desk.session, person, topic, text)

    def focus_on(self, target: Target) -> bool:
        """Show the member and field of a target; False if nothing of it is here."""
        people = [p.row for p in self._now.team.members]
        if not people:
            return False
        if target.field.startswith("topic."):
            self._choose_cell(target.field, target.row or self.matrix.current()[1])
            self.matrix.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if target.row and target.row in people:
            self._choose(target.row)
        return self.papers.focus_part(target.field)

    def _choose_cell(self, code: str, person: str) -> None:
        self.matrix.select(code, person)
        self._moved(*self.matrix.current())

    def panes(self) -> Sequence[QWidget]:
        """Matrix, papers, overrides."""
        return (self._card, self.papers, self._overrides)
