"""Undo and redo from the window: first what was typed in the field, then whole operations."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from cfpdesk.i18n import Message, msg

if TYPE_CHECKING:
    from cfpdesk.store.session import Session
    from cfpdesk.ui.main_window import MainWindow


def step_back(window: "MainWindow") -> None:
    """Undo typing in the field that has focus, else the last operation, and name it."""
    from cfpdesk.ui.text_field import can_undo_typing

    field = QApplication.focusWidget()
    if field is not None and can_undo_typing(field) and hasattr(field, "undo"):
        field.undo()
        return
    _step(window, forward=False)


def step_forth(window: "MainWindow") -> None:
    """Do typing again in the field that has focus, else the last operation undone."""
    from cfpdesk.ui.text_field import can_redo_typing

    field = QApplication.focusWidget()
    if field is not None and can_redo_typing(field) and hasattr(field, "redo"):
        field.redo()
        return
    _step(window, forward=True)


def _step(window: "MainWindow", *, forward: bool) -> None:
    from cfpdesk.store.operation_place import place_of_operation

    desk = window.desk
    if not desk.is_open:
        return
    session = desk.session
    operation = session.redoable() if forward else session.undoable()
    if operation is None:
        desk.say(_why_not(session, forward=forward))
        return
    name = operation.name
    done = msg("Done again: {name}", name=name) if forward else msg("Undone: {name}", name=name)
    before = place_of_operation(session, operation)  # a record that goes has no place afterwards
    if desk.attempt(session.redo if forward else session.undo):
        place = place_of_operation(session, operation) if forward else before
        if place is not None and place.page != window.current_noun:
            window.go(place)  # a page that is shown already shows it by itself
        desk.say(done)


def _why_not(session: "Session", *, forward: bool) -> Message:
    """Say why nothing is left to undo: never past a seal or an export, which others rely on."""
    from cfpdesk.store.undo import floor_of

    if not forward and floor_of(session.log, session.replica):
        return msg(
            "Undo ends at the seal and at an export. Write the change anew; after the seal its "
            "reason is asked for."
        )
    return msg("There is nothing to undo here.")
