"""Saving one's own key card as a file, for the lead: the same from every page that offers it."""

from pathlib import Path

from cfpdesk.i18n import msg
from cfpdesk.ui.desk import Desk


def save_key_card(desk: Desk) -> Path | None:
    """Ask where to and write the key card.

    None where there is no key, the person left, or it was not written and that was said.
    """
    identity = desk.identity
    if identity is None:
        return None
    place = desk.save_file(msg("Save the key card"), f"{identity.card.name}.cfid", "*.cfid")
    from cfpdesk.ui.chosen_file import write_chosen  # not before the first paint

    if place is None or not desk.attempt(lambda: write_chosen(place, identity.card_file())):
        return None
    return place
