"""The keys of the team: taking a card in, comparing it, revoking it, and the signed list as a file.

Lies under the team; one of the two panels is shown at a time.
"""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.day import day_of
from cfpdesk.model.engagement_gate import MemberState
from cfpdesk.model.team import Role
from cfpdesk.steps import engagement, team, trust
from cfpdesk.steps.team import Compared
from cfpdesk.store.trust_file import TRUST_NAME
from cfpdesk.ui.chosen_file import write_chosen
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.key_compare import KeyCompare
from cfpdesk.ui.widgets.key_revoke import KeyRevoke


class TeamKeys(QWidget):
    """The panels, and the button for the list, which the page puts into the card's head."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.compare = KeyCompare()
        self.compare.same.connect(self._trust)
        self.compare.differs.connect(self._refuse)
        self._revoke = KeyRevoke()
        self._revoke.revoked.connect(self._sign_revocation)
        self.list_button = self._make_list_button()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for panel in (self.compare, self._revoke):
            column.addWidget(panel)
            panel.hide()

    def _make_list_button(self) -> QPushButton:
        made = button(_("Trust list…"), kind="link", name="trust-list")
        made.setToolTip(_("Whose keys count: a signed list that goes with kits or as a file"))
        menu = QMenu(made)
        self.save_action = menu.addAction(_("Save the trust list…"))
        self.save_action.triggered.connect(lambda _on=False: self.save_list())
        self.take_action = menu.addAction(_("Take in a trust list…"))
        self.take_action.triggered.connect(lambda _on=False: self.take_list())
        made.setMenu(menu)
        return made

    def show_state(self) -> None:
        """Offer what the person here may do."""
        frozen = self._desk.session.read_only
        self.save_action.setEnabled(self._leads and not frozen)
        self.take_action.setEnabled(not frozen)

    @property
    def _leads(self) -> bool:
        me = self._desk.session.me()
        return me is not None and me.role is Role.LEAD

    def _member(self, row: str) -> MemberState | None:
        members = engagement.state(self._desk.session).team
        return next((member for member in members if member.person.row == row), None)

    # Cards and comparing ------------------------------------------------------------------------

    def take_card(self, row: str) -> None:
        """Ask for a person's key card, and show its fingerprint."""
        files = self._desk.open_files(msg("Choose the key card"), "*.cfid")
        if files and self._desk.attempt(lambda: self._read_card(row, files[0])):
            self.show_key(row)

    def _read_card(self, row: str, file: Path) -> None:
        team.take_card(self._desk.session, row, _bytes_of(file), file.name)

    def show_key(self, row: str) -> None:
        """Show a person's key with how it was compared, or to compare it now."""
        member = self._member(row)
        if member is None or not member.person.key_sha256:
            return
        key = member.key
        compared = _("This is the key of this computer.") if member.me else ""
        if member.revoked:
            compared = _("Revoked: {reason}").format(reason=member.revoked)
        elif key is not None and key.verified_at is not None and not member.me:
            how = team.COMPARED_NAMES.get(_compared(key.verified_how))
            compared = _("Compared by {name} on {day}, {how}").format(
                name=key.verified_by, day=day_of(key.verified_at), how=how
            )
        self._revoke.hide()
        self.compare.open_for(
            row,
            member.person.name,
            member.person.key_sha256,
            key.card_name if key else "",
            compared=compared,
        )

    def _trust(self, key_sha256: str, how: str) -> None:
        self._desk.attempt(lambda: team.trust_key(self._desk.session, key_sha256, Compared(how)))

    def _refuse(self, row: str) -> None:
        if self._desk.attempt(lambda: team.drop_key(self._desk.session, row)):
            self.compare.hide()

    # Revoking -----------------------------------------------------------------------------------

    def ask_revoke(self, row: str) -> None:
        """Ask why a person's key is revoked, and which package is the last good one."""
        member = self._member(row)
        if member is None or not member.person.key_sha256:
            return
        self.compare.hide()
        key = member.person.key_sha256
        self._revoke.open_for(member.person.name, key, trust.packages_of(self._desk.session, key))
        QTimer.singleShot(0, self._revoke, self._show_whole)

    def _show_whole(self) -> None:
        """Scroll so that the panel is seen with its buttons, once it has its place."""
        above: QWidget | None = self
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self._revoke)

    def _sign_revocation(self, key: str, reason: str, good: Mapping[str, int]) -> None:
        desk = self._desk
        signer = desk.signer(msg("You sign the trust list without this key."))
        if signer is None:
            return
        if desk.attempt(lambda: trust.revoke(desk.session, signer, key, reason, good)):
            self._revoke.hide()
            self._changed()
            desk.banner(
                "trust-list",
                msg("The key is revoked here. Hand the new trust list to the team."),
                msg("Save the list…"),
                self.save_list,
            )

    def _changed(self) -> None:
        self._desk.session.reload()  # no event tells it: the list is no part of the journal
        self._desk.status_changed()

    # The list -----------------------------------------------------------------------------------

    def save_list(self) -> None:
        """Write the list as a file, signed now if keys were compared since."""
        desk = self._desk
        place = desk.save_file(msg("Where to write the trust list"), TRUST_NAME, "*.json")
        if place is None:
            return
        signed = trust.signed_list(desk.session)
        signer = None if signed else desk.signer(msg("You sign whom the engagement trusts."))
        if signed is None and signer is None:
            return

        def write() -> None:
            data = trust.publish(desk.session, signer) if signer is not None else signed or b""
            write_chosen(place, data)

        if desk.attempt(write):
            desk.drop_banner("trust-list")
            desk.say(msg("Trust list saved: {place}", place=str(place)))
            self._changed()

    def take_list(self) -> None:
        """Let a list that the lead handed on come into force here."""
        desk = self._desk
        files = desk.open_files(msg("Choose the trust list"), "*.json")
        if files and desk.attempt(lambda: trust.take_list(desk.session, _bytes_of(files[0]))):
            desk.say(msg("The trust list is in force here."))
            self._changed()


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserError(msg("{name} cannot be read.", name=file.name)) from error


def _compared(how: str) -> Compared:
    return Compared(how) if how in set(Compared) else Compared.IN_PERSON
