"""What several commands need: the trust list to judge by, and the keys of the person here."""

from collections.abc import Callable, Sequence
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.trust import TrustList
from cfpdesk.store.home import home_folder
from cfpdesk.store.identity import Identity, Signer, load_identity, passphrase_from_environment
from cfpdesk.store.trust_list import kept_trust, read_trust


def trust_of(file: Path | None, engagement: Path | None = None) -> TrustList | None:
    """Return the trust list of a file, else that of the engagement, else that of this computer.

    Raises:
        UserError: if the file is not there or is not a trust list signed by its lead.
    """
    if file is not None:
        try:
            return read_trust(file.read_bytes())
        except OSError as error:
            raise UserError(msg("The file {name} cannot be read.", name=str(file))) from error
    for folder in (engagement, home_folder()):
        kept = kept_trust(folder) if folder is not None else None
        if kept is not None:
            return kept[0]
    return None


def own_identity() -> Identity:
    """Return the identity of this computer.

    Raises:
        UserError: if there is none.
    """
    identity = load_identity(home_folder())
    if identity is None:
        raise UserError(
            msg("There is no key in {folder}; start the window once.", folder=str(home_folder()))
        )
    return identity


def own_signer() -> Signer:
    """Return what signs here; the passphrase comes from the environment.

    Raises:
        UserError: if there is no key, no passphrase, or the wrong one.
    """
    return own_identity().unlock(passphrase_from_environment())


def own_secrets() -> Callable[[], Sequence[str]] | None:
    """Return what opens packages encrypted for this person; None where there is no key."""
    identity = load_identity(home_folder())
    if identity is None:
        return None
    found = identity
    return lambda: found.unlock(passphrase_from_environment()).age_identities()
