import sys

from PySide6.QtWidgets import QApplication, QWidget


def test_void_calls_keep_none_alive(qapp: QApplication) -> None:
    """PySide6 6.12.0 drops a reference to None at every void call on CPython 3.10 and 3.11."""
    widget = QWidget()
    before = sys.getrefcount(None)
    for _number in range(300):
        widget.update()
    assert sys.getrefcount(None) >= before - 20
