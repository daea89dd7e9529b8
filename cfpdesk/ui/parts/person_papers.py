"""What a member of the team brings: statements, certificates, trainings, experience, mentor."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.competence import SIGNED_HOW_WORD, VERIFIERS, SignedHow, TeamStatement
from cfpdesk.model.day import day_of
from cfpdesk.model.rule_list import ListCode, RuleItem
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.team import ROLE_NAMES, Person, Role
from cfpdesk.steps import competence
from cfpdesk.steps.competence import CompetenceState
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import ChoiceField, DateField, Field, LineField
from cfpdesk.ui.form import Form
from cfpdesk.ui.statement_signing import statement_request
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.certificate_list import CertificateList
from cfpdesk.ui.widgets.text import label, row

_DAY = 134


class PersonPapers(Card):
    """The card of one member; `chosen` tells whom a person picked from the list."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, rules: RuleSet) -> None:
        super().__init__(_("Papers of"))
        self._desk = desk
        self._rules = rules
        self._person = ""
        self._fields: dict[str, Field] = {}
        self.who = ChoiceField(desk, "person", "papers-of", _("Member"), self._choose)
        self.who.box.setMinimumWidth(150)
        self._role = label("", "muted")
        self.head.insertWidget(1, self.who.box)
        self.head.insertWidget(2, self._role)
        self._add_statements()
        self._add_certificates()
        self._add_trainings()
        self._add_experience()

    def _choose(self, person: str) -> None:
        self.chosen.emit(person)

    # Building ---------------------------------------------------------------------------------

    def _section(self, words: str, *more: QWidget) -> QVBoxLayout:
        """Begin a section; returns the column for it."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(5)
        head = row(label(words, "strong"), None, *more)
        column.addLayout(head)
        self.body.addWidget(box)
        return column

    def _day_field(
        self, table: str, name: str, words: str, commit: Callable[[str, date | None], object]
    ) -> DateField:
        made: DateField

        def write(value: date | None) -> None:
            commit(made.row, value)

        made = DateField(self._desk, table, name, words, write)
        made.box.setFixedWidth(_DAY)
        self._fields[name] = made
        return made

    def _line(self, column: QVBoxLayout, words: str, *boxes: QWidget) -> QLabel:
        line = QHBoxLayout()
        line.setSpacing(4)
        said = label(words, "label", wrap=True)
        line.addWidget(said, 1)
        for box in boxes:
            line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        return said

    def _add_statements(self) -> None:
        self._sign_all = button(
            _("I sign all"), self._sign, icon="signature", kind="quiet", name="sign-all"
        )
        self._hand = button(
            _("Sign on the screen…"), self._hand_over, icon="hand-over", kind="quiet", name="hand"
        )
        column = self._section(_("Statements"), self._hand, self._sign_all)
        for item in self._rules.rule_list(ListCode.STATEMENT).items:
            self._statement(column, item)
        made: LineField

        def commit(text: str) -> None:
            competence.state_conflict(self._desk.session, made.row, text)

        words = _("Tie to the client, if any")
        made = LineField(self._desk, "team_statement", "conflict", words, commit, _("none"))
        made.box.setMinimumWidth(_DAY + 110)
        self._fields["conflict"] = made
        self._line(column, words, made.box)

    def _statement(self, column: QVBoxLayout, item: RuleItem) -> None:
        text = item.text.text(current_language())
        name, how_name = f"statement.{item.code}", f"how.{item.code}"
        how = ChoiceField(
            self._desk, "team_statement", how_name, _("{statement}: how").format(statement=text),
            lambda value: self._how(item.code, how.row, SignedHow(value)),
            [(way, str(SIGNED_HOW_WORD[way])) for way in SignedHow],
        )  # fmt: skip
        how.box.setFixedWidth(104)
        day = self._day_field(
            "team_statement", name, _("{statement}: signed on").format(statement=text),
            lambda person, on: self._signed(item.code, person, on),
        )  # fmt: skip
        sentence = self._rules.statement(item.code).text.text(current_language())
        day.focus_widget.setToolTip(sentence)
        self._fields[how_name] = how
        self._line(column, text, how.box, day.box).setToolTip(sentence)

    def _add_certificates(self) -> None:
        column = self._section(_("Certificates"))
        kinds = self._rules.rule_list(ListCode.CERTIFICATE_KIND).items
        self.certificates = CertificateList(
            [(kind.code, kind.text.text(current_language())) for kind in kinds]
        )
        self.certificates.added.connect(self._add_certificate)
        self.certificates.written.connect(self._write_certificate)
        self.certificates.removed.connect(
            lambda found: self._desk.attempt(
                lambda: competence.remove_certificate(self._desk.session, found)
            )
        )
        column.addWidget(self.certificates)

    def _add_trainings(self) -> None:
        column = self._section(_("Trainings, held on"))
        for item in self._rules.rule_list(ListCode.TRAINING_KIND).items:
            text = item.text.text(current_language())
            field = self._day_field(
                "training", f"training.{item.code}", text, self._training(item.code)
            )
            shown = f"{text} *" if item.level.blocks else text
            self._line(column, shown, field.box)
        column.addWidget(label(_("* asked of every verifier"), "small"))

    def _training(self, kind: str) -> Callable[[str, date | None], object]:
        return lambda person, on: competence.write_training(self._desk.session, person, kind, on)

    def _add_experience(self) -> None:
        column = self._section(_("Experience"))
        self._form = Form(self._desk, "person_facts", label_width=84)
        self._form.decimal(
            "experience_years", _("Years"), self._fact("experience_years"), clause="RULE:4.2.2"
        )
        self._form.line("experience", _("As what"), self._fact("experience"), clause="RULE:4.2.2")
        self._form.line("languages", _("Languages"), self._fact("languages"), clause="RULE:9.1")
        self._mentor = self._form.choice("mentor", _("Mentor"), [], self._fact("mentor"))
        for name in ("experience_years", "experience", "languages", "mentor"):
            self._fields[name] = self._form.field(name)
        column.addWidget(self._form)
        self._expert = QWidget()
        inside = QVBoxLayout(self._expert)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(label(_("Expert by any one of"), "label"))
        self._items = {
            item.code: self._expert_item(inside, item)
            for item in self._rules.rule_list(ListCode.EXPERT_ITEM).items
        }
        proof = Form(self._desk, "person_facts", label_width=84)
        proof.line("expert_proof", _("Shown by"), self._fact("expert_proof"), clause="RULE:4.4")
        self._fields["expert_proof"] = proof.field("expert_proof")
        inside.addWidget(proof)
        column.addWidget(self._expert)

    def _expert_item(self, column: QVBoxLayout, item: RuleItem) -> QCheckBox:
        """Add a tick whose words may take two lines, which those of a check box cannot."""
        text = item.text.text(current_language())
        tick = QCheckBox()
        tick.setAccessibleName(text)
        tick.clicked.connect(lambda on: self._tick_item(item.code, on=on))
        line = row(tick)
        line.addWidget(label(text, "label", wrap=True), 1)
        column.addLayout(line)
        return tick

    def _fact(self, field: str) -> Callable[[str | Decimal | None], object]:
        def commit(value: str | Decimal | None) -> None:
            person = self._fields[field].row
            competence.write_facts(self._desk.session, person, field, value)

        return commit

    # Showing ----------------------------------------------------------------------------------

    def show_person(self, person: Person, now: CompetenceState, *, frozen: bool) -> None:
        """Show what a member brings; `now` is the whole team."""
        self._person = person.row
        members = now.team.members
        self.who.set_options([(member.row, member.name) for member in members])
        self.who.show(person.row, person.row)
        self._role.setText(str(ROLE_NAMES[person.role]))
        self._show_statements(person, now, frozen=frozen)
        own = [c for c in now.team.certificates if c.person == person.row]
        self.certificates.show_certificates(own, frozen=frozen)
        had = {t.kind: t.held_on for t in now.team.trainings if t.person == person.row}
        for kind in now.rules.rule_list(ListCode.TRAINING_KIND).codes:
            self._fields[f"training.{kind}"].show(had.get(kind), person.row)
        facts = now.team.facts_of(person)
        mentors = [(p.row, p.name) for p in members if p.role in VERIFIERS and p.row != person.row]
        self._mentor.set_options([("", "–"), *mentors])
        for name in ("experience_years", "experience", "languages", "mentor", "expert_proof"):
            self._fields[name].show(getattr(facts, name), person.row)
        self._show_items(person, facts.expert_items, frozen=frozen)
        for field in self._fields.values():
            field.set_read_only(read_only=frozen)
        self._mentor.set_read_only(read_only=frozen or person.role is not Role.TRAINEE)

    def _show_statements(self, person: Person, now: CompetenceState, *, frozen: bool) -> None:
        kept = {s.kind: s for s in now.team.statements if s.person == person.row}
        unsigned = False
        for kind in now.rules.rule_list(ListCode.STATEMENT).codes:
            found = kept.get(kind, TeamStatement())
            day = day_of(found.signed_at) if found.signed_at else None
            unsigned = unsigned or day is None
            self._fields[f"statement.{kind}"].show(day, person.row)
            self._fields[f"how.{kind}"].show(found.how, person.row)
        conflict = next((s.conflict for s in kept.values() if s.conflict), "")
        self._fields["conflict"].show(conflict, person.row)
        self._sign_all.setVisible(unsigned and now.me == person.row and not frozen)
        self._hand.setVisible(unsigned and not frozen)
        self._hand.setAccessibleName(f"{self._hand.text()} {person.name}")

    def _show_items(self, person: Person, held: tuple[str, ...], *, frozen: bool) -> None:
        self._expert.setVisible(person.role is Role.EXPERT)
        for code, tick in self._items.items():
            tick.setChecked(code in held)
            tick.setEnabled(not frozen)
        self._held = held

    def focus_part(self, field: str) -> bool:
        """Go to a field by the name a blocker gives it; False if there is no such field."""
        if field == "certificate":
            self.certificates.focus_on()
            return True
        if field == "statement":
            first = self._rules.rule_list(ListCode.STATEMENT).codes[0]
            field = f"statement.{first}"
        if field == "expert_items":
            next(iter(self._items.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        found = self._fields.get(field)
        if found is not None:
            found.focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return found is not None

    # What a person does -----------------------------------------------------------------------

    def _sign(self) -> None:
        self._desk.attempt(lambda: competence.sign_all(self._desk.session))

    def _hand_over(self) -> None:
        person = self._desk.session.get(Person, self._person)
        if person is not None:
            self._desk.leave_fields()
            self._desk.attempt(
                lambda: self._desk.hand_over([statement_request(self._desk, person)])
            )

    def _signed(self, kind: str, person: str, on: date | None) -> None:
        how = SignedHow(self._how_field(kind).combo.currentData() or SignedHow.PAPER)
        if how in (SignedHow.OWN_KEY, SignedHow.SCREEN):
            how = SignedHow.PAPER
        competence.sign_statement(self._desk.session, person, kind, on, how)

    def _how(self, kind: str, person: str, how: SignedHow) -> None:
        if how is SignedHow.SCREEN:
            self._hand_over()
            return
        day = self._fields[f"statement.{kind}"]
        assert isinstance(day, DateField)  # noqa: S101 - made as one above
        on = day.value()
        if on is None and how is not SignedHow.OWN_KEY:
            day.focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        signed_on = on if isinstance(on, date) else day_of(self._desk.now())
        competence.sign_statement(self._desk.session, person, kind, signed_on, how)

    def _how_field(self, kind: str) -> ChoiceField:
        found = self._fields[f"how.{kind}"]
        assert isinstance(found, ChoiceField)  # noqa: S101 - made as one above
        return found

    def _add_certificate(self) -> None:
        kind = self._rules.rule_list(ListCode.CERTIFICATE_KIND).codes[0]
        added: list[str] = []

        def add() -> None:
            made = competence.add_certificate(self._desk.session, self._person, kind)
            added.append(made.row)

        if self._desk.attempt(add):
            self.certificates.focus_on(added[0])

    def _write_certificate(self, certificate: str, field: str, value: object) -> None:
        assert value is None or isinstance(value, str | date)  # noqa: S101 - the row gives these
        self._desk.attempt(
            lambda: competence.write_certificate(self._desk.session, certificate, field, value)
        )

    def _tick_item(self, code: str, *, on: bool) -> None:
        held = tuple(item for item in self._held if item != code) + ((code,) if on else ())
        person = self._person
        self._desk.attempt(
            lambda: competence.write_facts(self._desk.session, person, "expert_items", held)
        )
