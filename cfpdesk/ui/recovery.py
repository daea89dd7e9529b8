"""What is told after an unclean stop: what was recovered, named honestly; nothing otherwise."""

from typing import TYPE_CHECKING

from cfpdesk.i18n import _

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow


def tell(window: "MainWindow") -> None:
    """Open the recovery popover under the saved indicator, if the session recovered something."""
    found = window.desk.session.recovery if window.desk.is_open else None
    if found is None:
        return
    from cfpdesk.ui.saved_popover import RecoveryPopover

    moved = [
        _("{name} was not written to its end and was moved aside").format(name=path.name)
        for path in found.moved
    ]
    halves = [
        _("Not finished last time: {text}").format(text=" ".join(draft.text.split())[:60])
        for draft in found.drafts
    ]
    at = found.operations[0].at if found.operations else None
    when = f"{at.astimezone():%H:%M}" if at else ""
    kept = _("The program stopped after {time}; every record is here").format(time=when)
    title = kept if when else _("The program stopped; every record is here")
    if moved:
        title = _("{what}; files to take in again: {n}").format(what=title, n=len(moved))
    made = RecoveryPopover(window, title, found.operations, moved, halves)
    made.open_under(window.header.saved)
