"""Hands on lists, and a pen on a signature pad."""

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from tests.flow.visit.hands import NotFoundError, click, settle


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
