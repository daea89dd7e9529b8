"""The right side of a finding: the client's words and signature, the reply, what happened."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.finding import POSITION_WORD, FindingState, Position
from cfpdesk.model.ink import Ink
from cfpdesk.model.team import Person
from cfpdesk.steps import finding
from cfpdesk.steps.finding import FindingText, FindingView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import NoteField
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.ink_view import InkView
from cfpdesk.ui.widgets.text import empty, label, row


class _Bar(QFrame):
    """The bar at the left of a quotation; violet where it is disputed."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(3)
        self._token = "line"

    def show_token(self, token: str) -> None:
        self._token = token
        self.update()

    def paintEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._token))
        painter.end()


class ClientAnswer(QWidget):
    """Emits `sign_wanted` with the row of the person who is to sign."""

    sign_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: FindingView | None = None
        self._people: tuple[Person, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 0, 0, 0)
        column.setSpacing(8)
        self._quotation(column)
        self._signature(column)
        self.reply = NoteField(
            desk, "finding", "reply", _("Team reply"), self._write_reply,
            _("Why it stands, or what the team takes over"), 3,
        )  # fmt: skip
        words = label(_("Team reply"), "label")
        words.setBuddy(self.reply.edit)
        column.addWidget(words)
        column.addWidget(self.reply.box)
        column.addSpacing(4)
        column.addWidget(label(_("What happened"), "label"))
        self._history = QVBoxLayout()
        self._history.setSpacing(3)
        self._shown_history: tuple[tuple[str, str], ...] = ()
        column.addLayout(self._history)
        column.addStretch(1)

    def _quotation(self, column: QVBoxLayout) -> None:
        self._position = Choice(_("What the client says"))
        self._position.setObjectName("position")
        self._position.chosen.connect(self._set_position)
        column.addWidget(label(_("Client response"), "label"))
        column.addWidget(self._position)
        self._bar = _Bar()
        self.response = NoteField(
            self._desk, "finding", "response", _("Client response"), self._write_response,
            _("The client's own words; printed word for word"), 3,
        )  # fmt: skip
        line = QHBoxLayout()
        line.setSpacing(7)
        line.addWidget(self._bar)
        line.addWidget(self.response.box, 1)
        column.addLayout(line)

    def _signature(self, column: QVBoxLayout) -> None:
        self._signed = QFrame()
        role(self._signed, box="raised")
        inside = QHBoxLayout(self._signed)
        inside.setContentsMargins(12, 6, 12, 6)
        self._ink = InkView(_("Signature"), QSize(120, 40))
        self._typed = label("", "card")
        self._signer = label("", "strong")
        self._signed_at = label("", "small")
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addLayout(row(None, self._signer))
        who.addLayout(row(None, self._signed_at))
        inside.addWidget(self._ink)
        inside.addWidget(self._typed)
        inside.addStretch(1)
        inside.addLayout(who)
        column.addWidget(self._signed)
        self._stale = label("", "warn", wrap=True)
        column.addWidget(self._stale)
        self.sign_button = button("", self._sign, icon="signature", name="sign")
        self._others = button("", self._choose_signer, kind="quiet", name="signers")
        set_icon(self._others, "chevron-down", "text2", 14)
        self._others.setAccessibleName(_("Somebody else signs"))
        self._others.setToolTip(_("Somebody else signs"))
        self._others.setFixedWidth(34)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.sign_button, 1)
        line.addWidget(self._others)
        column.addLayout(line)

    # Committing -------------------------------------------------------------------------------

    def _write_reply(self, text: str) -> None:
        finding.write(self._desk.session, self.reply.row, FindingText.REPLY, text)

    def _write_response(self, text: str) -> None:
        finding.write(self._desk.session, self.response.row, FindingText.RESPONSE, text)

    def _set_position(self, key: str) -> None:
        if self._view is None:
            return
        row_ = self._view.finding.row
        self._desk.attempt(lambda: finding.set_position(self._desk.session, row_, Position(key)))

    def _sign(self) -> None:
        if self._people:
            self.sign_wanted.emit(self._people[0].row)

    def _choose_signer(self) -> None:
        menu = QMenu(self)
        for person in self._people:
            words = " · ".join(part for part in (person.name, person.title) if part)
            menu.addAction(words, self._signing(person.row))
        menu.popup(self._others.mapToGlobal(self._others.rect().bottomLeft()))

    def _signing(self, person: str) -> Callable[[], None]:
        return lambda: self.sign_wanted.emit(person)

    # Showing ----------------------------------------------------------------------------------

    def show_answer(
        self,
        view: FindingView,
        people: tuple[Person, ...],
        ink: Ink | None,
        history: Sequence[tuple[str, str]],
    ) -> None:
        """Put the answer of a finding in."""
        self._view, self._people = view, people
        current = view.finding
        self._position.set_options(
            [
                (Position.AGREED.value, str(POSITION_WORD[Position.AGREED])),
                (Position.DISPUTED.value, str(POSITION_WORD[Position.DISPUTED])),
            ]
        )
        self._position.choose(current.position.value)
        tokens = {Position.DISPUTED: "conf", Position.AGREED: "ok"}
        self._bar.show_token(tokens.get(current.position, "line"))
        self.response.show(current.response, current.row)
        self.reply.show(current.reply, current.row)
        for field in (self.response, self.reply):
            field.set_read_only(read_only=self._desk.session.read_only)
        self._show_signature(view, ink)
        self._show_button(current.state, current.position)
        self._show_history(tuple(history))

    def _show_signature(self, view: FindingView, ink: Ink | None) -> None:
        signature = view.signature
        self._signed.setVisible(signature is not None)
        self._stale.setVisible(signature is not None and not view.signature_stands)
        if signature is None:
            return
        self._ink.setVisible(ink is not None)
        self._ink.show_ink(ink)
        self._typed.setText(signature.typed)
        self._typed.setVisible(bool(signature.typed))
        self._signer.setText(signature.name)
        at = f"{signature.signed_at.astimezone():%m-%d %H:%M}" if signature.signed_at else ""
        print_ = signature.facts.sha256[:4].upper() if signature.facts else ""
        self._signed_at.setText(" · ".join(part for part in (at, print_) if part))
        if signature.declined:
            reason = signature.reason or _("without a reason")
            self._stale.setText(_("Did not sign: {reason}").format(reason=reason))
        else:
            self._stale.setText(_("Changed since it was signed; ask for a new signature."))

    def _show_button(self, state: FindingState, position: Position) -> None:
        name = self._people[0].name if self._people else ""
        text = _("Ask {name} to sign").format(name=name) if name else _("Ask to sign")
        self.sign_button.setText(text)
        self.sign_button.setAccessibleName(text)
        why = ""
        if state is FindingState.DRAFT:
            why = _("Raise it first")
        elif position is Position.NONE:
            why = _("Choose agreed or disputed first")
        elif not self._people:
            why = _("Nobody of the client is in the list yet; add people at the opening meeting")
        self.sign_button.setEnabled(not why)
        self.sign_button.setToolTip(why or "Ctrl+H")
        set_icon(self.sign_button, "signature", "text" if not why else "disabled", 18)
        self._others.setVisible(len(self._people) > 1 and not why)

    def _show_history(self, history: tuple[tuple[str, str], ...]) -> None:
        if history == self._shown_history:
            return
        self._shown_history = history
        empty(self._history)
        for at, text in history:
            line = QWidget()
            inside = QHBoxLayout(line)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(10)
            when = label(at, "small")
            when.setMinimumWidth(66)
            inside.addWidget(when)
            inside.addWidget(label(text, "label", wrap=True), 1)
            self._history.addWidget(line)
