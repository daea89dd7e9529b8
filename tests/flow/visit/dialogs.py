"""Hands in dialogs and menus, which block whoever opened them until they are gone."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from tests.flow.visit.hands import (
    NotFoundError,
    active_window,
    come_back,
    settle,
    wait_for,
)


def in_dialog(
    open_it: Callable[[], object],
    *acts: Callable[[QWidget], object],
    over: QWidget | None = None,
) -> None:
    """Do something that opens modal dialogs one after the other, and act in each of them.

    Args:
        open_it: blocks until the dialogs are gone, as a click does that opens them.
        acts: what is done in each.
        over: a modal window that is open already, which the dialogs come up over.

    Raises:
        AssertionError: if a dialog does not come, or what went wrong inside it.
    """
    trouble: list[BaseException] = []
    seen: list[QWidget] = []
    behind = active_window().window()
    watch = QTimer()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or dialog is over or any(dialog is each for each in seen):
            return
        seen.append(dialog)
        if len(seen) == len(acts):
            watch.stop()
        try:
            settle()
            acts[len(seen) - 1](dialog)
        except BaseException as error:  # noqa: BLE001 - told by the opener, after the dialog is gone
            watch.stop()
            trouble.append(error)
            dialog.close()

    watch.timeout.connect(look)
    watch.start(15)
    open_it()
    wait_for(lambda: bool(trouble) or len(seen) == len(acts), f"{len(acts)} dialogs")
    watch.stop()
    come_back(behind)
    if trouble:
        raise trouble[0]


def in_menu(open_it: Callable[[], object], *words: str) -> None:
    """Open a menu and click the entry that begins or ends with the words; then in its submenu.

    Raises:
        AssertionError: if no menu comes, or it has no such entry.
    """
    trouble: list[str] = []
    seen: list[QMenu] = []
    watch = QTimer()

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu) or any(menu is each for each in seen):
            return
        seen.append(menu)
        wanted = words[len(seen) - 1]
        entry = next((a for a in menu.actions() if _is(a.text(), wanted)), None)
        if len(seen) == len(words) or entry is None:
            watch.stop()
        if entry is None:
            trouble.append(f"no {wanted!r} in the menu: {[a.text() for a in menu.actions()]}")
            menu.close()
            return
        place = menu.actionGeometry(entry).center()
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    watch.timeout.connect(look)
    watch.start(15)
    open_it()
    wait_for(lambda: bool(trouble) or len(seen) == len(words), "a menu")
    settle()
    if trouble:
        raise NotFoundError(trouble[0])


def _is(text: str, wanted: str) -> bool:
    return text.startswith(wanted) or text.endswith(wanted)


def choose_files(paths: Sequence[Path]) -> Callable[[QWidget], object]:
    """Return what a person does in a file dialog to open several files of one folder."""
    quoted = " ".join(f'"{path}"' for path in paths)
    return _type_name(quoted if len(paths) > 1 else str(paths[0]))


def choose_file(path: Path) -> Callable[[QWidget], object]:
    """Return what a person does in a file dialog: type the path and press Enter."""
    return _type_name(str(path))


def _type_name(text: str) -> Callable[[QWidget], object]:
    def act(dialog: QWidget) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None, "no field for the file's name"
        field.setText(text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        settle()

    return act
