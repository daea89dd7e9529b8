"""New keys for the person here: made by the old ones, and put in their place in engagements.

An engagement knows a person by the key. So the old key takes the new card in, and a lead's old key
signs a list that names the new one; then the engagement is opened under the new key, which begins
a chain of its own. Engagements that were not open then are asked about when they are opened.
"""

from typing import TYPE_CHECKING

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import Actor
from cfpdesk.model.team import Person
from cfpdesk.store.identity import Identity, Signer, kept_identities, rotate_identity
from cfpdesk.ui.key_card_saving import save_key_card

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

CODE = "new-keys"


def make_new_keys(window: "MainWindow") -> None:
    """Ask, make new keys, put them in their place where an engagement is open."""
    from cfpdesk.ui.unlock import ask_passphrase

    desk = window.desk
    identity = desk.identity
    if identity is None or not desk.ask(
        msg("Make new keys?"),
        msg(
            "For example when this computer was in other hands. The old keys stay here and open "
            "what was encrypted for them; the lead takes in your new key card, and can revoke "
            "the old one."
        ),
        msg("Make new keys"),
        msg("Keep the old ones"),
    ):
        return
    found = ask_passphrase(window, identity, str(msg("The old key signs the new one.")))
    if found is None:
        return
    signer, passphrase = found
    signer.unlock()
    if not desk.attempt(lambda: _rotate(window, identity, passphrase)):
        return
    if desk.is_open:
        _take_over(window, identity, signer)
    desk.banner(
        "new-card",
        msg("New keys are made. Hand over the new key card, and print a new recovery sheet."),
        msg("Save my key card"),
        lambda: _save_card(window),
    )


def offer(window: "MainWindow") -> None:
    """Say it where an engagement still knows the person here by an old key."""
    old = _known_as(window)
    if old is not None:
        window.desk.banner(
            CODE,
            msg("This engagement knows you by your old key; put the new one in its place."),
            msg("Do it now…"),
            lambda: _ask_and_take_over(window, old),
        )


def _rotate(window: "MainWindow", identity: Identity, passphrase: str) -> None:
    window.desk.identity = rotate_identity(identity, passphrase, window.desk.now())


def _known_as(window: "MainWindow") -> Identity | None:
    """Return the old identity that belongs to somebody of the team, if the new one does not."""
    session, identity = window.desk.session, window.desk.identity
    if identity is None or session.read_only or session.me() is not None:
        return None
    keys = {person.key_sha256 for person in session.all(Person)}
    kept = kept_identities(identity.folder.parent)
    return next((old for old in kept if old.key_sha256 in keys), None)


def _ask_and_take_over(window: "MainWindow", old: Identity) -> None:
    from cfpdesk.ui.unlock import ask_signer

    signer = ask_signer(window, old, str(msg("The old key takes the new one in.")))
    if signer is not None:
        _take_over(window, old, signer)


def _take_over(window: "MainWindow", old: Identity, signer: Signer) -> None:
    """Write under the old key, then open the engagement under the new one."""
    from cfpdesk.steps import team
    from cfpdesk.store.session import Session

    desk = window.desk
    new = desk.identity
    if new is None:
        return
    folder = desk.session.folder
    window.close_session()
    fault: UserError | None = None
    try:
        with Session.open(folder, Actor(old.card.name, old.key_sha256), desk.now) as session:
            team.take_over(session, new.card_file(), signer)
    except UserError as error:
        fault = error
    window.serve("reopen")
    if fault is not None:
        desk.report(fault)
    else:
        desk.drop_banner(CODE)


def _save_card(window: "MainWindow") -> None:
    place = save_key_card(window.desk)
    if place is not None:
        window.desk.drop_banner("new-card")
        window.desk.say(msg("Key card saved: {place}", place=str(place)))
