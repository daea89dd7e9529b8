"""After a write that the disk refused: what was typed and the engagement, saved at another place.

The text stays on the screen; this puts it, with a copy of all that was saved before, where there is
room: another drive, a stick. Work goes on here once the disk takes writes again.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cfpdesk.errors import NotWrittenError
from cfpdesk.i18n import msg
from cfpdesk.store.durable import write_file
from cfpdesk.store.place import copy_engagement
from cfpdesk.ui.chosen_file import refusal_said
from cfpdesk.ui.jobs import Progress

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

CODE = "not-written"
TEXT_FILE = "unsaved.txt"


def offer(window: "MainWindow", error: NotWrittenError) -> None:
    """Say under the title that a write was refused, until one succeeds, with the way out."""
    window.desk.banner(CODE, error.message, msg("Save elsewhere…"), lambda: save_elsewhere(window))


def save_elsewhere(window: "MainWindow") -> None:
    """Ask for a folder, and put what was typed and a copy of the engagement there."""
    desk = window.desk
    place = desk.open_folder(msg("Where to save a copy, on another drive"))
    if place is None:
        return
    source = desk.session.folder
    typed = unsaved(window)
    target = place / f"{source.name}-{desk.now().astimezone():%Y%m%d-%H%M%S}"

    def work(_progress: Progress) -> Path:
        with refusal_said():
            target.mkdir(parents=True, exist_ok=True)
            if typed:
                write_file(target / TEXT_FILE, "\n".join(typed).encode("utf-8"))
            copy_engagement(source, target, for_work=False)
        return target

    def done(written: Path) -> None:
        desk.say(
            msg(
                "Saved in {place}: all that was kept, and {n} {n:text|texts} not saved yet.",
                place=str(written),
                n=len(typed),
            )
        )

    desk.run_job(msg("Save elsewhere"), work, done=done)


def unsaved(window: QWidget) -> list[str]:
    """Return the texts on the screen that were not written, each under the name of its field.

    A field that could not be written says so; the one where somebody types may not have tried yet.
    """
    fields: list[QLineEdit | QPlainTextEdit] = [
        *window.findChildren(QLineEdit),
        *window.findChildren(QPlainTextEdit),
    ]
    return [
        _named(field, _text(field))
        for field in fields
        if _text(field).strip()
        and (field.property("errorText") or (field.hasFocus() and _is_typed(field)))
    ]


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _is_typed(field: QLineEdit | QPlainTextEdit) -> bool:
    if isinstance(field, QLineEdit):
        return field.isModified()
    return field.document().isModified()


def _named(field: QWidget, text: str) -> str:
    page: QWidget | None = field
    while page is not None and not page.objectName().startswith("page-"):
        page = page.parentWidget()
    where = page.accessibleName() if page is not None else ""
    head = " · ".join(part for part in (where, field.accessibleName()) if part)
    return f"{head}\n{text}\n"
