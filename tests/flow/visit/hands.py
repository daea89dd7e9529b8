"""A person's hands on the real window: finds things by what they are called, clicks and types.

Nothing here calls a page or a step: every action is a mouse or key event on a visible, enabled
widget, found by its accessible name, as a screen reader would find it.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
)
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

Kind = TypeVar("Kind", bound=QWidget)
PATIENCE_S = 30.0


class NotFoundError(AssertionError):
    """There is nothing of that name on the screen; lists what there is."""


def settle(milliseconds: int = 10) -> None:
    """Let the window catch up, as a person does by looking."""
    end = time.monotonic() + milliseconds / 1000
    while True:
        QApplication.processEvents()
        # What a click threw away goes away at once, as in a running loop.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if time.monotonic() >= end:
            return
        time.sleep(0.002)


def wait_for(condition: Callable[[], bool], what: str, patience: float = PATIENCE_S) -> None:
    """Wait until something is so.

    Raises:
        AssertionError: if it is not so in time.
    """
    end = time.monotonic() + patience
    while not condition():
        settle(15)
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience:.0f} s for: {what}")


def active_window() -> QWidget:
    """Return the window in front: a dialog before the window behind it."""
    top = QApplication.activeModalWidget() or QApplication.activePopupWidget()
    top = top or QApplication.activeWindow()
    if top is None or not top.isVisible():
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
        if not shown:
            raise NotFoundError("no window is open")
        top = shown[-1]
    return top


def shown_over(window: QWidget) -> bool:
    """Tell whether a dialog or a popup stands over a window."""
    over = QApplication.activeModalWidget() or QApplication.activePopupWidget()
    return over is not None and over is not window


def come_back(window: QWidget) -> None:
    """Bring a window to the front again, as a window manager does when a dialog is gone."""
    if not isValid(window) or not window.isVisible() or shown_over(window):
        return
    window.activateWindow()
    settle()
    if not window.isActiveWindow():  # without a window manager Qt may think it never left
        other = QWidget()
        other.show()
        other.activateWindow()
        settle()
        other.close()
        window.activateWindow()
        settle()


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says for a widget."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&", "")
    return ""


def visible(kind: type[Kind], inside: QWidget | None = None) -> list[Kind]:
    """Return the visible and enabled widgets of a kind, in order of the screen."""
    window = inside or active_window()
    found = [w for w in window.findChildren(kind) if w.isVisible() and w.isEnabled()]

    def place(widget: QWidget) -> tuple[int, int]:
        point = widget.mapTo(widget.window(), QPoint(0, 0))
        return (point.y(), point.x())

    return sorted(found, key=place)


def find(kind: type[Kind], name: str, inside: QWidget | None = None) -> Kind:
    """Return the visible widget of that kind and name.

    Raises:
        NotFoundError: if there is none; the message lists the names there are.
    """
    widgets = visible(kind, inside)
    for widget in widgets:
        if name_of(widget) == name:
            return widget
    for widget in widgets:
        if name_of(widget).startswith(name):
            return widget
    names = sorted({name_of(w) for w in widgets if name_of(w)})
    raise NotFoundError(f"no {kind.__name__} called {name!r}; there are: {names}")


def appears(kind: type[Kind], name: str, patience: float = PATIENCE_S) -> Kind:
    """Wait for a widget of that kind and name and return it."""

    def there() -> bool:
        try:
            find(kind, name)
        except NotFoundError:
            return False
        return True

    try:
        wait_for(there, f"{kind.__name__} {name!r}", patience)
    except AssertionError:
        return find(kind, name)  # says what there is instead
    return find(kind, name)


def named(name: str, inside: QWidget | None = None) -> QWidget:
    """Return the visible widget of an object name, where its spoken name is not unique.

    Raises:
        NotFoundError: if there is none.
    """
    for widget in visible(QWidget, inside):
        if widget.objectName() == name:
            return widget
    names = sorted({w.objectName() for w in visible(QWidget, inside) if w.objectName()})
    raise NotFoundError(f"nothing is called {name!r}; there are: {names}")


def there(name: str) -> bool:
    """Tell whether something of an object name can be used now."""
    return any(widget.objectName() == name for widget in visible(QWidget))


def find_any(kind: type[Kind], name: str) -> Kind:
    """Return the visible widget of an object name, disabled ones too: to look, not to press.

    Raises:
        NotFoundError: if there is none.
    """
    for widget in active_window().findChildren(kind):
        if widget.objectName() == name and widget.isVisible():
            return widget
    raise NotFoundError(f"nothing is called {name!r}")


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click a widget in its middle, or at a point of it; a tick on its box."""
    place = at or widget.rect().center()
    if at is None and isinstance(widget, QCheckBox):
        place.setX(min(10, place.x()))
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    settle()


def press_button(name: str, inside: QWidget | None = None) -> None:
    """Click the button of that name."""
    click(find(QAbstractButton, name, inside))


def press_key(
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    widget: QWidget | None = None,
) -> None:
    """Press a key where the focus is."""
    target = widget or QApplication.focusWidget() or active_window()
    QTest.keyClick(target, key, modifier)
    settle()


def type_text(widget: QWidget, text: str) -> None:
    """Type into a field: replace what is there, then leave the field with Tab.

    Chinese comes through the input method, as it does for a person.
    """
    click(widget)
    widget.setFocus()
    assert widget.hasFocus(), f"no focus in {name_of(widget)!r}: the window is not in front"
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    put_in(widget, text)
    offered = QApplication.activePopupWidget()
    if isinstance(offered, QAbstractItemView):  # what a completer offers is not wanted
        QTest.keyClick(offered, Qt.Key.Key_Escape)
    leave(widget)


def put_in(widget: QWidget, text: str) -> None:
    """Type a text where the cursor stands."""
    for part in _parts(text):
        if part.isspace() and "\n" in part:
            for _line in range(part.count("\n")):
                QTest.keyClick(widget, Qt.Key.Key_Return)
        elif part.isascii():
            QTest.keyClicks(widget, part)
        else:
            event = QInputMethodEvent()
            event.setCommitString(part)
            QApplication.sendEvent(widget, event)
    settle()


def _parts(text: str) -> Iterable[str]:
    part = ""
    for character in text:
        if part and _sort(part[-1]) != _sort(character):
            yield part
            part = ""
        part += character
    if part:
        yield part


def _sort(character: str) -> str:
    """Return how a character comes in: as a key, as Enter, or by the input method."""
    return "enter" if character == "\n" else "key" if character.isascii() else "input method"


def leave(widget: QWidget) -> None:
    """Leave a field, which is saving it."""
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        widget.clearFocus()
    else:
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    settle()


def fill(name: str, text: str, inside: QWidget | None = None) -> None:
    """Type a text into the field of that name, whatever kind of field it is."""
    for kind in (QLineEdit, QPlainTextEdit, QTextEdit):
        try:
            widget: QWidget = find(kind, name, inside)
        except NotFoundError:
            continue
        type_text(widget, text)
        return
    names = [name_of(w) for kind in (QLineEdit, QPlainTextEdit) for w in visible(kind, inside)]
    raise NotFoundError(f"no field called {name!r}; there are: {sorted(set(names))}")


def choose(name: str, option: str, inside: QWidget | None = None) -> None:
    """Choose an option of a list field by keyboard."""
    combo = find(QComboBox, name, inside)
    index = combo.findText(option)
    if index < 0:
        options = [combo.itemText(i) for i in range(combo.count())]
        raise NotFoundError(f"{name!r} has no {option!r}; it has {options}")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(index):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    settle()


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
    """Open a menu and click the entry that begins with the words; then in its submenu.

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
        entry = next((a for a in menu.actions() if a.text().startswith(wanted)), None)
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


def rows(view: QAbstractItemView) -> list[str]:
    """Return what a screen reader says for each row of a list."""
    model = view.model()
    return [_row_text(model, model.index(n, 0)) for n in range(model.rowCount())]


def _row_text(model: QAbstractItemModel, index: QModelIndex) -> str:
    spoken = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    return str(spoken or model.data(index, Qt.ItemDataRole.DisplayRole) or "")


def click_row(view: QAbstractItemView, words: str) -> None:
    """Click the first row whose spoken text contains the words."""
    for number, row in enumerate(rows(view)):
        if words in row and click_number(view, number):
            return
    raise NotFoundError(f"no row with {words!r}; there are: {rows(view)[:40]}")


def click_number(view: QAbstractItemView, number: int) -> bool:
    """Click the row of that number; False if it is a heading."""
    index = view.model().index(number, 0)
    if not view.model().flags(index) & Qt.ItemFlag.ItemIsSelectable:
        return False
    view.scrollTo(index)
    settle()
    click(view.viewport(), view.visualRect(index).center())
    return True


def selected(view: QAbstractItemView) -> list[str]:
    """Return the spoken text of the selected rows."""
    chosen: QItemSelectionModel = view.selectionModel()
    return [_row_text(view.model(), index) for index in chosen.selectedRows()]


def draw(pad: QWidget, strokes: list[list[tuple[float, float]]]) -> None:
    """Draw strokes on a signature pad; coordinates are shares of its width and height."""
    width, height = pad.width(), pad.height()
    left = Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    for stroke in strokes:
        points = [QPoint(int(x * width), int(y * height)) for x, y in stroke]
        QTest.mousePress(pad, left, plain, points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
            QApplication.processEvents()
        QTest.mouseRelease(pad, left, plain, points[-1])
    settle()
