"""What is told after an unclean stop: what was recovered, named honestly; nothing otherwise."""

from typing import TYPE_CHECKING

from cfpdesk.i18n import _
from cfpdesk.model.gate import Target

if TYPE_CHECKING:
    from cfpdesk.store.recovery import Recovery
    from cfpdesk.store.session import Session
    from cfpdesk.ui.main_window import MainWindow


def tell(window: "MainWindow") -> None:
    """Open the recovery popover under the saved indicator, if the session recovered something.

    The page that was shown is shown again; it goes to the row and field where the person wrote.
    """
    found = window.desk.session.recovery if window.desk.is_open else None
    if found is None:
        return
    from cfpdesk.ui.saved_popover import RecoveryPopover, Ways

    place = written_last(window.desk.session, found)
    if place is not None and place.page == window.current_noun:
        window.go(place)

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
    ways = Ways(
        back=(lambda: window.go(place)) if place is not None else None,
        where=_name(place) if place is not None else "",
        again=(lambda: take_again(window)) if found.moved else None,
    )
    title = kept if when else _("The program stopped; every record is here")
    if moved:
        title = _("{what}; files to take in again: {n}").format(what=title, n=len(moved))
    made = RecoveryPopover(window, title, found.operations, moved, halves, ways)
    made.open_under(window.header.saved)


def written_last(session: "Session", found: "Recovery") -> Target | None:
    """Return where the person wrote last: the newest half-typed text, else the newest operation."""
    from cfpdesk.store.operation_place import place_of_field, place_of_operation

    if found.drafts:
        newest = found.drafts[0]
        return place_of_field(session, newest.table, newest.row, newest.field)
    return place_of_operation(session, found.operations[0]) if found.operations else None


def _name(place: Target) -> str:
    from cfpdesk.ui.page_registry import entry

    return place.row if place.page == "checklist" and place.row else str(entry(place.page).title)


def take_again(window: "MainWindow") -> None:
    """Ask for the files that were not written to their end."""
    window.go(Target("evidence"))
    page = window.page
    for action in page.page_actions() if page is not None else ():
        if action.name == "add":
            action.run()
