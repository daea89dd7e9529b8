"""Files dragged over the window: which zone takes what, and what happens on dropping."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cfpdesk.model.evidence import Evidence
from cfpdesk.ui.drop_zones import ZONES, DropZones, zone_fits
from cfpdesk.ui.main_window import MainWindow

EVIDENCE, WORKBOOK, PACKAGE = ZONES


@pytest.mark.parametrize(
    ("names", "fits"),
    [
        (["a.jpg", "b.HEIC"], (True, False, False)),
        (["book.xlsx"], (True, True, False)),
        (["a.cfpkg"], (False, False, True)),
        (["a.cfpkg", "b.jpg"], (False, False, False)),
        ([], (False, False, False)),
    ],
)
def test_zones_take_their_kind(names: list[str], fits: tuple[bool, bool, bool]) -> None:
    paths = [Path(name) for name in names]
    assert tuple(zone_fits(zone, paths) for zone in ZONES) == fits


def test_a_file_dropped_on_evidence_becomes_evidence(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "invoice.pdf"
    path.write_bytes(b"%PDF-1.4 not much of one")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    zones = window.findChild(DropZones)
    assert zones is not None
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    middle = window.rect().center()
    enter = QDragEnterEvent(middle, copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert zones.isVisible()
    beside = QDragMoveEvent(window.rect().topLeft(), copy, data, left, none)
    QApplication.sendEvent(window, beside)
    assert not beside.isAccepted()
    at = zones._boxes()[0].center()
    move = QDragMoveEvent(at, copy, data, left, none)
    QApplication.sendEvent(window, move)
    assert move.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, left, none))
    assert not zones.isVisible()
    for _turn in range(300):
        if window.desk.session.all(Evidence):
            break
        QTest.qWait(20)
    kept = window.desk.session.all(Evidence)
    assert [piece.file.name for piece in kept if piece.file] == ["invoice.pdf"]
    assert window.current_noun == "evidence"


def test_closing_with_a_running_job_asks_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cfpdesk.i18n import msg
    from cfpdesk.ui import dialogs
    from cfpdesk.ui.jobs import Progress

    asked: list[str] = []
    answers = ["stay", "cancel"]

    def ask(_parent: object, name: str) -> str:
        asked.append(name)
        return answers[len(asked) - 1]

    monkeypatch.setattr(dialogs, "closing_with_job", ask)

    def work(progress: Progress) -> None:
        while True:
            progress.at(0, 0)
            QTest.qSleep(2)

    window.desk.run_job(msg("Take in evidence"), work)
    states = []
    for _close in range(2):
        window.close()
        states.append((window.isVisible(), window.desk.is_open))
    assert states == [(True, True), (False, False)]
    assert len(asked) == 2


def test_a_workbook_dropped_on_its_zone_goes_to_the_inventory(
    window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "inventory.csv"
    path.write_text(
        "编号,排放源,活动数据,因子,排放量\nR1,钢,2,3,6\nR2,油,4,5,20\n", encoding="utf-8"
    )
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    zones = window.findChild(DropZones)
    assert zones is not None
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(window.rect().center(), copy, data, left, none))
    at = zones._boxes()[1].center()
    QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, left, none))
    assert window.current_noun == "inventory"
    page = window.page
    assert page is not None
    for _turn in range(500):
        if page._book is not None:  # type: ignore[attr-defined]
            break
        QTest.qWait(20)
    assert [piece.number for piece in window.desk.session.all(Evidence)] == ["E-1-001"]
    assert page._stack.currentWidget() is page._mapping  # type: ignore[attr-defined]


def test_ctrl_o_takes_a_workbook_for_the_client_s_on_the_inventory_page(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "inventory.csv"
    path.write_text("编号,排放源\nR1,钢\n", encoding="utf-8")
    taken: list[Path] = []
    monkeypatch.setattr(window.desk, "open_files", lambda *_words: [path])
    window.desk.go("inventory")
    page = window.page
    assert page is not None
    monkeypatch.setattr(page, "receive", taken.extend)
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert taken == [path]
