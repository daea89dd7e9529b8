import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QWidget,
)

from cfpdesk.ui.keys import Keys

CONTROL = Qt.KeyboardModifier.ControlModifier
FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox)
KEYS = (
    ("Ctrl+K", Qt.Key.Key_K, CONTROL),
    ("Ctrl+E", Qt.Key.Key_E, CONTROL),
    ("Ctrl+D", Qt.Key.Key_D, CONTROL),
    ("Ctrl+H", Qt.Key.Key_H, CONTROL),
    ("Ctrl+Return", Qt.Key.Key_Return, CONTROL),
    ("Alt+1", Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
    ("F6", Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
    ("F9", Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
)


def _shown(field: QWidget) -> tuple[QWidget, Keys]:
    window = QWidget()
    field.setParent(window)
    if isinstance(field, QComboBox):
        field.setEditable(True)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    field.setFocus()
    QApplication.processEvents()
    return window, Keys(window)


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize(("name", "key", "modifier"), KEYS)
def test_a_field_does_not_swallow_the_windows_key(
    qapp: QApplication, kind: type[QWidget], name: str, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    field = kind()
    window, keys = _shown(field)
    pressed: list[str] = []
    keys.bind(name, lambda: pressed.append(name))
    QTest.keyClick(QApplication.focusWidget() or field, key, modifier)
    window.close()
    assert pressed == [name]


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_typing_keeps_its_own_undo_and_its_digits(
    qapp: QApplication, kind: type[QLineEdit] | type[QPlainTextEdit]
) -> None:
    field = kind()
    window, keys = _shown(field)
    pressed: list[str] = []
    keys.bind("Ctrl+Z", lambda: pressed.append("undo"))
    keys.bind("1", lambda: pressed.append("one"))
    QTest.keyClicks(field, "1")
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    assert text == ""
    assert pressed == []
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert pressed == ["undo"]
    window.close()


def test_pasting_files_is_the_windows_and_text_the_fields(qapp: QApplication) -> None:
    field = QLineEdit()
    window, keys = _shown(field)
    pressed: list[str] = []
    keys.bind("Ctrl+V", lambda: pressed.append("paste"))
    held = QMimeData()
    held.setText("甲")
    QGuiApplication.clipboard().setMimeData(held)
    QTest.keyClick(field, Qt.Key.Key_V, CONTROL)
    assert (field.text(), pressed) == ("甲", [])
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/a.jpg")])
    QGuiApplication.clipboard().setMimeData(files)
    QTest.keyClick(field, Qt.Key.Key_V, CONTROL)
    assert (field.text(), pressed) == ("甲", ["paste"])
    QGuiApplication.clipboard().clear()  # what Python made must not be there after Python
    window.close()


def test_a_page_key_wins_while_the_page_is_shown(qapp: QApplication) -> None:
    field = QLineEdit()
    window, keys = _shown(field)
    pressed: list[str] = []
    keys.bind("Ctrl+P", lambda: pressed.append("window"))
    keys.bind_page([("Ctrl+P", lambda: pressed.append("page"))])
    QTest.keyClick(field, Qt.Key.Key_P, CONTROL)
    keys.bind_page([])
    QTest.keyClick(field, Qt.Key.Key_P, CONTROL)
    assert pressed == ["page", "window"]
    window.close()


def test_esc_first_takes_away_what_a_field_offers(qapp: QApplication) -> None:
    field = QLineEdit()
    offered = QCompleter(["HFC-32", "HFC-125"], field)
    field.setCompleter(offered)
    window, keys = _shown(field)
    left = []
    keys.bind_page([("Esc", lambda: left.append("list"))])
    QTest.keyClicks(field, "HFC")
    shown = offered.popup()
    assert shown is not None
    assert QApplication.activePopupWidget() is shown
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert (QApplication.activePopupWidget(), field.text(), left) == (None, "HFC", [])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert left == ["list"]
    window.close()
