"""Versions of the plan: sent, confirmed by the client, changed by notice, compared (rule 9.4.3)."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import Message, _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.gate import Level
from cfpdesk.model.plan import PlanVersion, TeamChange, confirmed
from cfpdesk.model.yes_no import YES_NO_WORD, YesNo
from cfpdesk.steps import plan
from cfpdesk.steps.plan import PlanView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.plan_compare import PlanCompare
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.status_icon import LEVELS, Shape, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, empty, label, row

_SENDING = ("sent_on", "sent_how", "reason")


class PlanVersions(Card):
    """Sending at the top, then the versions, newest first, with what has changed since."""

    def __init__(self, desk: Desk, typed: dict[str, object]) -> None:
        super().__init__(
            _("Sent and confirmed"), clause_text("RULE:9.4.3").text(current_language())
        )
        self._desk = desk
        self._typed = typed
        for field in _SENDING:
            typed.setdefault(field, None)
        self._forms: dict[int, Form] = {}
        self._teams: dict[str, Form] = {}
        self._make_send()
        self._versions = QVBoxLayout()
        self._versions.setSpacing(8)
        self.body.addLayout(self._versions)
        self._compare = PlanCompare(desk)
        self.body.addWidget(self._compare)
        self._replaced = QVBoxLayout()
        self._replaced.setSpacing(6)
        self.body.addLayout(self._replaced)

    def _make_send(self) -> None:
        self._send = QWidget()
        column = QVBoxLayout(self._send)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._state = label("", wrap=True)
        self._mark = StatusIcon(LEVELS[Level.HARD], 16)
        line = row(self._mark)
        line.addWidget(self._state, 1)
        column.addLayout(line)
        self._form = Form(self._desk, "plan_version", label_width=84)
        self._form.date("sent_on", _("Sent on"), self._keep("sent_on"), clause="RULE:9.4.3")
        self._form.line("sent_how", _("How"), self._keep("sent_how"), clause="RULE:9.4.3",
                        hint=_("e-mail, to whom; letter; by hand"))  # fmt: skip
        self._form.line("reason", _("Why changed"), self._keep("reason"), clause="RULE:9.4.3")
        column.addWidget(self._form)
        self._verb = button("", self._send_plan, icon="document", name="version")
        column.addLayout(row(self._verb, None))
        self.body.addWidget(self._send)

    def _keep(self, field: str) -> Callable[[str | date | None], object]:
        def keep(value: str | date | None) -> None:
            self._typed[field] = value

        return keep

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, now: PlanView, *, frozen: bool) -> None:
        """Show what was sent and confirmed."""
        number = now.latest.number + 1 if now.latest else 1
        open_ = now.latest is None or now.changed
        self._send.setVisible(not frozen)
        self._form.setVisible(open_)
        self._verb.setVisible(open_)
        self._mark.show_shape(_shape(now))
        self._state.setText(str(_standing(now)))
        self._verb.setText(_("Send version {n}").format(n=number))
        self._verb.setAccessibleName(self._verb.text())
        self._form.show_values(self._typed, row=f"plan-version-{number}")
        self._form.field("reason").box.setVisible(now.latest is not None)
        versions = sorted(now.plan.versions, key=lambda v: -v.number)
        self._show_versions(versions, frozen=frozen)
        self._compare.show_state(now)
        self._show_replaced(now, frozen=frozen)

    def _show_versions(self, versions: list[PlanVersion], *, frozen: bool) -> None:
        if [v.number for v in versions] != list(self._forms):
            empty(self._versions)
            self._forms = {}
            for version in versions:
                self._versions.addWidget(Hairline())
                self._versions.addWidget(self._version(version))
        for version in versions:
            form = self._forms[version.number]
            values = {"confirmed_on": version.confirmed_on, "confirmed_by": version.confirmed_by}
            form.show_values(values, row=version.row)
            form.set_read_only(frozen)

    def _version(self, version: PlanVersion) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        name = _("Version {n}").format(n=version.number)
        sent = f"{version.sent_on or '–'} · {version.sent_how}"
        column.addLayout(row(label(name, "strong"), label(sent, "muted"), None))
        if version.reason:
            column.addWidget(label(version.reason, "label", wrap=True))
        form = Form(self._desk, "plan_version", label_width=84)
        form.date("confirmed_on", _("Confirmed on"), self._confirm(version.number, "on"),
                  clause="RULE:9.4.3")  # fmt: skip
        form.line("confirmed_by", _("Confirmed by"), self._confirm(version.number, "by"),
                  clause="RULE:9.4.3")  # fmt: skip
        for field, words in (
            ("confirmed_on", _("Confirmed on")),
            ("confirmed_by", _("Confirmed by")),
        ):
            form.field(field).focus_widget.setAccessibleName(f"{name} {words}")
            form.field(field).focus_widget.setObjectName(f"{field}-{version.number}")
        self._forms[version.number] = form
        column.addWidget(form)
        return box

    def _confirm(self, number: int, field: str) -> Callable[[str | date | None], object]:
        def confirm(value: str | date | None) -> None:
            session = self._desk.session
            kept = next(v for v in plan.state(session).plan.versions if v.number == number)
            on, by = kept.confirmed_on, kept.confirmed_by
            if field == "on":
                on = value if isinstance(value, date) else None
            else:
                by = str(value or "")
            plan.confirm(session, number, on, by)

        return confirm

    def _show_replaced(self, now: PlanView, *, frozen: bool) -> None:
        if [change.out for change in now.replaced] != list(self._teams):
            empty(self._replaced)
            self._teams = {}
            for change in now.replaced:
                self._replaced.addWidget(Hairline())
                self._replaced.addWidget(self._replacement(change, now))
        for change in now.replaced:
            form = self._teams[change.out]
            fields = ("into", "unforeseeable", "reason", "confirmed_on", "confirmed_by")
            form.show_values({f: getattr(change, f) for f in fields}, row=change.row)
            form.set_read_only(frozen)

    def _replacement(self, change: TeamChange, now: PlanView) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        name = now.plan.name_of(change.out)
        sentence = _("{name} was planned and verifies no more").format(name=name)
        column.addWidget(label(sentence, "strong", wrap=True))
        form = Form(self._desk, "team_change", label_width=84)
        form.setObjectName(f"replaced-{change.out}")
        people = [(p.row, p.name) for p in now.plan.people]
        answers = [(answer, str(YES_NO_WORD[answer])) for answer in YesNo]

        def write(field: str) -> Callable[[str | date | None], object]:
            return lambda value: plan.replace_member(
                self._desk.session, change.out, field,
                YesNo(str(value)) if field == "unforeseeable" else value,
            )  # fmt: skip

        form.choice("into", _("Replaced by"), [("", "–"), *people], write("into"))
        form.choice("unforeseeable", _("Unforeseeable"), answers, write("unforeseeable"))
        form.line("reason", _("Why"), write("reason"), clause="RULE:9.5.2")
        form.date("confirmed_on", _("Client agreed on"), write("confirmed_on"))
        form.line("confirmed_by", _("Agreed by"), write("confirmed_by"))
        for field in ("into", "unforeseeable", "reason", "confirmed_on", "confirmed_by"):
            widget = form.field(field).focus_widget
            widget.setAccessibleName(f"{name} {widget.accessibleName()}")
        self._teams[change.out] = form
        column.addWidget(form)
        return box

    # What a person does -----------------------------------------------------------------------

    def _send_plan(self) -> None:
        on, how, reason = (self._typed[field] for field in _SENDING)
        day = on if isinstance(on, date) else None
        session = self._desk.session
        if self._desk.attempt(lambda: plan.send(session, day, str(how or ""), str(reason or ""))):
            self._typed.update(dict.fromkeys(_SENDING))
            self.show_state(plan.state(session), frozen=session.read_only)

    def focus_part(self, row_name: str, field: str) -> bool:
        """Go to what sends or confirms the plan, or to a replaced member."""
        if field == "team_change":
            form = self._teams.get(row_name)
            if form is not None:
                form.field("reason").focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return form is not None
        newest = next(iter(self._forms.values()), None)
        target = self._form.field("sent_on")
        if newest is not None and not self._form.isVisibleTo(self):
            target = newest.field("confirmed_on")
        target.focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True


def _standing(now: PlanView) -> Message:
    if now.latest is None:
        return msg("Not sent to the client yet")
    names = {"n": now.latest.number, "name": now.latest.confirmed_by}
    if now.changed:
        return msg("Changed since version {n}; send the next one with a notice", **names)
    if not confirmed(now.latest):
        return msg("Sent as version {n}; the client has not confirmed it", **names)
    return msg("{name} has confirmed version {n}", **names)


def _shape(now: PlanView) -> Shape:
    if now.latest is not None and not now.changed and confirmed(now.latest):
        return Shape("conform", "ok", msg("kept"))
    return LEVELS[Level.HARD]
