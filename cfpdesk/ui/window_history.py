"""Undo and redo from the window: first what was typed in the field, then whole operations."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from cfpdesk.i18n import msg

if TYPE_CHECKING:
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
    desk = window.desk
    if not desk.is_open:
        return
    session = desk.session
    operation = session.redoable() if forward else session.undoable()
    if operation is None:
        desk.say(msg("There is nothing to undo here."))
        return
    name = operation.name
    done = msg("Done again: {name}", name=name) if forward else msg("Undone: {name}", name=name)
    if desk.attempt(session.redo if forward else session.undo):
        desk.say(done)
