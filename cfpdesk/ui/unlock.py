"""Asking for the passphrase, and whether a passphrase is the right one."""

from PySide6.QtWidgets import QDialog, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.store.identity import Identity, Signer
from cfpdesk.ui.dialogs import PassphraseDialog


def ask_signer(parent: QWidget, identity: Identity | None, reason: str) -> Signer | None:
    """Ask for the passphrase until it fits; returns the unlocked identity, or None if left."""
    found = ask_passphrase(parent, identity, reason)
    return found[0] if found else None


def ask_passphrase(
    parent: QWidget, identity: Identity | None, reason: str
) -> tuple[Signer, str] | None:
    """Ask for the passphrase until it fits; returns the unlocked identity and the passphrase.

    Raises:
        UserError: if there is no key here.
    """
    if identity is None:
        raise UserError(msg("There is no key on this computer yet. Make one first."))
    found: list[tuple[Signer, str]] = []

    def check(passphrase: str) -> str:
        try:
            found.append((identity.unlock(passphrase), passphrase))
        except UserError as error:
            return str(error.message)
        return ""

    dialog = PassphraseDialog(parent, reason, check)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return found[-1]
