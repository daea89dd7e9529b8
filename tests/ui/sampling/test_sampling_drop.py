"""Files dropped on a drawn slip become its evidence."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from cfpdesk.model.evidence import Link
from cfpdesk.ui.pages.sampling_page import SamplingPage
from tests.ui.sampling.hands import grid_of, item, keys
from tests.ui.visit_pages import until


def test_a_file_dropped_on_a_slip_is_its_evidence(page: SamplingPage, tmp_path: Path) -> None:
    paper = tmp_path / "磅单.pdf"
    paper.write_bytes(b"%PDF-1.4 a weigh slip")
    grid = grid_of(page)
    grid.setFocus()
    typed, other = grid.keys()[:2]
    keys("300.5")
    place = grid.visualRect(grid.rows_model.index(1, 1)).center()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(paper))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier)  # fmt: skip
    enter = QDragEnterEvent(place, *rest)
    QApplication.sendEvent(grid.viewport(), enter)
    assert enter.isAccepted()
    QApplication.sendEvent(grid.viewport(), QDropEvent(QPointF(place), *rest))
    until(lambda: page.session.all(Link))
    (link,) = page.session.all(Link)
    assert link.target == item(page, other).row
    assert grid_of(page).current_key() == other
    assert str(item(page, typed).verified) == "300.5", "what was being typed is kept"
