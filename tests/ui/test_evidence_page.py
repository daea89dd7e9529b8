"""The evidence page in the real window: what comes in, is shown, linked and deleted."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from cfpdesk.model.evidence import Evidence, EvidenceKind, Link
from cfpdesk.resource import resource
from cfpdesk.steps import evidence
from cfpdesk.ui import intake
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.evidence_page import EvidencePage
from cfpdesk.ui.parts.folder_intake import FolderIntake
from cfpdesk.ui.widgets.hash_check import HashState

SAMPLE = resource("sample", "photos")


@pytest.fixture
def page(window: MainWindow) -> EvidencePage:
    window.desk.go("evidence")
    QApplication.processEvents()
    found = window.page
    assert isinstance(found, EvidencePage)
    return found


def wait(condition: Callable[[], object], milliseconds: int = 8000) -> None:
    for _ in range(milliseconds // 20):
        if condition():
            return
        QTest.qWait(20)
    pytest.fail("it did not happen")


def take(page: EvidencePage, *paths: Path) -> None:
    count = len(page.session.all(Evidence))
    intake.take(page.desk, paths, evidence.Source.FILE, then=page._taken)
    wait(lambda: not page.desk.jobs.running)
    assert len(page.session.all(Evidence)) > count


def shot(folder: Path, name: str, shade: int = 40) -> Path:
    path = folder / name
    Image.new("RGB", (64, 48), (shade, 90, 120)).save(path, "JPEG")
    return path


def test_the_first_page_says_what_to_do(page: EvidencePage) -> None:
    assert page._stack.currentWidget() is page._nothing
    assert page._nothing.button.isVisible()


def test_a_photo_shows_with_its_times_and_its_hash(page: EvidencePage) -> None:
    take(page, SAMPLE / "DSC00916.JPG")
    (piece,) = page.session.all(Evidence)
    assert piece.taken_at.startswith("2026-03-18T10:41")
    assert piece.device
    wait(lambda: not page._viewer.view().is_empty())
    path = page.session.evidence.path(piece.file) if piece.file else None
    wait(lambda: page._checks.state(piece.file, path) is HashState.GOOD)
    _, value, _ = page._detail._facts["taken"]
    assert value.full_text().startswith("2026-03-18 10:41")


def test_no_time_is_said_and_not_guessed(page: EvidencePage, tmp_path: Path) -> None:
    take(page, shot(tmp_path, "x.jpg"))
    _, value, _ = page._detail._facts["taken"]
    assert value.full_text() == "无拍摄时间"


def test_heic_is_shown_and_kept_as_it_came(page: EvidencePage) -> None:
    source = SAMPLE / "IMG_4021.HEIC"
    take(page, source)
    (piece,) = page.session.all(Evidence)
    assert piece.file is not None
    assert piece.file.mime == "image/heic"
    assert page.session.evidence.read(piece.file) == source.read_bytes()
    wait(lambda: not page._viewer.view().is_empty())


def test_the_view_zooms_turns_and_fits_by_keys(page: EvidencePage) -> None:
    take(page, SAMPLE / "DSC00916.JPG")
    view = page._viewer.view()
    wait(lambda: not view.is_empty())
    fits = view.percent()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.percent() > fits
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.percent() == fits
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.percent() == 100
    QTest.keyClick(view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert view.transform().m12() != 0


def test_a_changed_original_is_said_at_once(page: EvidencePage, tmp_path: Path) -> None:
    take(page, shot(tmp_path, "x.jpg"))
    (piece,) = page.session.all(Evidence)
    assert piece.file is not None
    path = page.session.evidence.path(piece.file)
    wait(lambda: page._checks.state(piece.file, path) is not HashState.CHECKING)
    path.chmod(0o644)
    path.write_bytes(b"something else")
    page._checks._found.clear()
    page.refresh()
    wait(lambda: page._checks.state(piece.file, path) is HashState.CHANGED)
    QApplication.processEvents()
    assert "不再作证据" in page._detail._hash_word.text()


def test_the_same_file_again_links_to_what_is_here(page: EvidencePage, tmp_path: Path) -> None:
    path = shot(tmp_path, "x.jpg")
    take(page, path)
    said: list[str] = []
    page.desk.say = lambda text, *, undo=False: said.append(str(text))  # type: ignore[method-assign]
    intake.take(page.desk, [path], evidence.Source.FILE)
    wait(lambda: not page.desk.jobs.running)
    QApplication.processEvents()
    assert len(page.session.all(Evidence)) == 1
    assert said == ["已有 E-1-001，没有再存一份"]


def test_a_picture_is_pasted(page: EvidencePage, window: MainWindow) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    data = QMimeData()
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)
    assert page.paste()
    wait(lambda: page.session.all(Evidence))
    (piece,) = page.session.all(Evidence)
    assert (piece.source, piece.kind) == ("paste", EvidenceKind.PHOTO)
    QGuiApplication.clipboard().clear()
    assert not page.paste()


def test_new_files_of_a_folder_are_all_ticked(page: EvidencePage, tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    for n in range(3):
        shot(folder, f"{n}.jpg", 50 * n)
    page.desk.settings.put("evidence/folder", str(folder))
    page._folder.ask()
    popover = next(w for w in QApplication.allWidgets() if isinstance(w, FolderIntake))
    popover.list_widget().item(0).setCheckState(Qt.CheckState.Unchecked)
    go = popover.findChild(QPushButton, "take-in")
    assert go is not None
    assert go.text() == "收入 2 件"
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    wait(lambda: len(page.session.all(Evidence)) == 2)
    assert {e.source for e in page.session.all(Evidence)} == {"folder"}


def test_a_watched_folder_says_that_something_is_new(
    page: EvidencePage, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    page.desk.settings.put("evidence/folder", str(folder))
    page._folder.watch(str(folder))
    told: list[str] = []
    page.desk.banner = lambda code, *_rest: told.append(code)  # type: ignore[method-assign]
    shot(folder, "new.jpg")
    wait(lambda: "new-files" in told)


def test_fields_are_kept_when_left(page: EvidencePage, tmp_path: Path) -> None:
    take(page, shot(tmp_path, "x.jpg"))
    detail = page._detail
    detail.caption.edit.setFocus()
    QTest.keyClicks(detail.caption.edit, "meter no. 2")
    detail.period.edit.setFocus()
    QTest.keyClicks(detail.period.edit, "2025")
    detail.place.edit.setFocus()
    QTest.keyClicks(detail.place.edit, "hall")
    page._grid.setFocus()
    (piece,) = page.session.all(Evidence)
    assert (piece.caption, piece.place) == ("meter no. 2", "hall")
    assert (piece.period_from, piece.period_to) == (date(2025, 1, 1), date(2025, 12, 31))
    assert detail.period.edit.text() == "2025-01 – 2025-12"
    detail.period.edit.setFocus()
    detail.period.edit.setText("whenever")
    page._grid.setFocus()
    assert detail.period.edit.property("state") == "bad"
    team = page.findChild(QPushButton, "choice-team")
    assert team is not None
    QTest.mouseClick(team, Qt.MouseButton.LeftButton)
    assert not page.session.all(Evidence)[0].for_client


def test_arrows_go_through_the_grid_and_del_unlinks(page: EvidencePage, tmp_path: Path) -> None:
    take(page, *(shot(tmp_path, f"{n}.jpg", 40 * n) for n in range(3)))
    target = next(t for t in evidence.targets(page.session) if t.code == "TEAM-01")
    rows = [e.row for e in page.session.all(Evidence)]
    evidence.link(page.session, rows[:2], target)
    page._grid.setFocus()
    page._grid.set_current(rows[0])
    QTest.keyClick(page._grid, Qt.Key.Key_Right)
    assert page._grid.current_key() == rows[1]
    QTest.keyClick(page._grid, Qt.Key.Key_Delete)
    assert [link.evidence for link in page.session.all(Link)] == [rows[0]]
    assert len(page.session.all(Evidence)) == 3


def test_the_link_palette_links_all_that_is_selected(
    page: EvidencePage, window: MainWindow, tmp_path: Path
) -> None:
    take(page, *(shot(tmp_path, f"{n}.jpg", 40 * n) for n in range(2)))
    page._grid.setFocus()
    page._grid.set_current(page.session.all(Evidence)[0].row)
    page._grid.selectAll()
    QTest.keyClick(page._grid, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "TEAM-03")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert len(page.session.all(Link)) == 2
    assert page._detail.findChild(QWidget, "go-TEAM-03") is not None


def test_deleting_needs_a_reason(page: EvidencePage, tmp_path: Path) -> None:
    take(page, shot(tmp_path, "x.jpg"))
    page._delete()
    field = next(
        w
        for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.session.all(Evidence)
    QTest.keyClicks(field, "wrong plant")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not page.session.all(Evidence)
    assert page.session.operations()[0].reason == "wrong plant"


def test_an_interview_is_noted(page: EvidencePage) -> None:
    page._interview()
    detail = page._detail
    assert QApplication.focusWidget() is detail.person.edit
    QTest.keyClicks(detail.person.edit, "Wang")
    detail.notes.edit.setFocus()
    QTest.keyClicks(detail.notes.edit, "asked about the meter")
    QTest.mouseClick(detail.consent.check, Qt.MouseButton.LeftButton)
    page._grid.setFocus()
    (piece,) = page.session.all(Evidence)
    assert (piece.interviewee, piece.notes, piece.consent) == (
        "Wang",
        "asked about the meter",
        True,
    )


def test_filters_count_and_narrow(page: EvidencePage, tmp_path: Path) -> None:
    take(page, shot(tmp_path, "x.jpg"))
    page._interview()
    chip = page.findChild(QPushButton, "filter-photos")
    assert chip is not None
    assert chip.text() == "照片 1"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert len([r for r in page._grid.rows() if not r.head]) == 1
    field = page.filter_field()
    assert isinstance(field, QLineEdit)
    field.setText("nothing like it")
    assert not [r for r in page._grid.rows() if not r.head]


def test_notes_that_came_as_text_are_read_beside(page: EvidencePage, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes("问：倍率？答：240。".encode("gb18030"))
    take(page, path)
    assert page._viewer._text.isVisible()
    assert "倍率" in page._viewer._text.toPlainText()
    assert page._viewer._text.isReadOnly()


def test_half_days_stand_in_order_whatever_came_first(page: EvidencePage) -> None:
    take(page, SAMPLE / "IMG_20260319_091020.jpg")
    take(page, SAMPLE / "DSC00916.JPG")
    heads = [row.data for row in page._grid.rows() if row.head]
    assert heads == ["03-18 上午", "03-19 上午"]
