"""Marking a photo in the real window: by mouse and by keys, undone, shown, saved as a copy."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from cfpdesk.model.evidence import Evidence
from cfpdesk.model.photo_mark import MarkColour, MarkKind, PhotoMark, PictureVersion, points_of
from cfpdesk.steps import evidence, photo_mark
from cfpdesk.ui import intake
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.evidence_page import EvidencePage
from cfpdesk.ui.widgets.mark_view import MarkView


def wait(condition: Callable[[], object], milliseconds: int = 8000) -> None:
    for _ in range(milliseconds // 20):
        if condition():
            return
        QTest.qWait(20)
    pytest.fail("it did not happen")


@pytest.fixture
def page(window: MainWindow, tmp_path: Path) -> EvidencePage:
    path = tmp_path / "drum.jpg"
    Image.new("RGB", (640, 480), (110, 110, 110)).save(path, "JPEG")
    window.desk.go("evidence")
    QApplication.processEvents()
    found = window.page
    assert isinstance(found, EvidencePage)
    intake.take(found.desk, [path], evidence.Source.FILE, then=found._taken)
    wait(lambda: not found._viewer.view().is_empty())
    QApplication.processEvents()
    return found


def view_of(page: EvidencePage) -> MarkView:
    return page._viewer.view()


def marks_of(page: EvidencePage) -> tuple[PhotoMark, ...]:
    return photo_mark.marks_of(page.session, page.session.all(Evidence)[0].row)


def spot(view: MarkView, x: float, y: float) -> QPoint:
    picture = view._item.pixmap()
    scene = view._item.mapToScene(QPointF(x * picture.width(), y * picture.height()))
    return view.mapFromScene(scene)


def drag(view: MarkView, start: tuple[float, float], end: tuple[float, float]) -> None:
    port = view.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, Qt.KeyboardModifier.NoModifier, spot(view, *start))
    for share in (0.5, 1.0):
        between = (start[n] + (end[n] - start[n]) * share for n in (0, 1))
        QTest.mouseMove(port, spot(view, *between))
    QTest.mouseRelease(port, left, Qt.KeyboardModifier.NoModifier, spot(view, *end))
    QApplication.processEvents()


def seen(page: EvidencePage) -> PictureVersion:
    return page._viewer.version


def card(page: EvidencePage, version: PictureVersion) -> QAbstractButton | None:
    cards = page.findChildren(QAbstractButton, f"version-{version.value}")
    return next((c for c in cards if c.isVisible()), None)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (Qt.Key.Key_A, MarkKind.ARROW),
        (Qt.Key.Key_C, MarkKind.ELLIPSE),
        (Qt.Key.Key_R, MarkKind.RECTANGLE),
        (Qt.Key.Key_P, MarkKind.PEN),
        (Qt.Key.Key_X, MarkKind.BAR),
        (Qt.Key.Key_K, MarkKind.CROP),
    ],
)
def test_a_key_takes_a_tool_and_a_drag_draws(
    page: EvidencePage, key: Qt.Key, kind: MarkKind
) -> None:
    view = view_of(page)
    view.setFocus()
    QTest.keyClick(view, key)
    assert view.tool is kind
    drag(view, (0.2, 0.3), (0.6, 0.7))
    (mark,) = marks_of(page)
    assert (mark.kind, mark.colour, mark.page) == (kind, MarkColour.RED, 0)
    start, end = points_of(mark)[0], points_of(mark)[-1]
    assert (round(start.x, 1), round(start.y, 1)) == (0.2, 0.3)
    assert (round(end.x, 1), round(end.y, 1)) == (0.6, 0.7)
    assert seen(page) is PictureVersion.REPORT
    assert view._layer.chosen == mark
    hides = kind in (MarkKind.BAR, MarkKind.CROP)
    assert (card(page, PictureVersion.CLIENT) is not None) is hides


def test_words_are_typed_on_the_picture(page: EvidencePage) -> None:
    view = view_of(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_T)
    place = spot(view, 0.3, 0.4)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    field = view.words_field()
    assert field.isVisible()
    QTest.keyClicks(field, "x240")
    QTest.keyClick(field, Qt.Key.Key_Return)
    (mark,) = marks_of(page)
    assert (mark.kind, mark.text) == (MarkKind.TEXT, "x240")
    assert not field.isVisible()
    assert view.hasFocus()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClicks(field, "no")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert len(marks_of(page)) == 1


def test_del_removes_the_chosen_mark_and_undo_brings_it_back(page: EvidencePage) -> None:
    view = view_of(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C)
    drag(view, (0.2, 0.2), (0.5, 0.5))
    QTest.keyClick(view, Qt.Key.Key_A)
    drag(view, (0.7, 0.7), (0.9, 0.9))
    assert [mark.kind for mark in marks_of(page)] == [MarkKind.ELLIPSE, MarkKind.ARROW]
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [mark.kind for mark in marks_of(page)] == [MarkKind.ELLIPSE]
    page.session.undo()
    assert len(marks_of(page)) == 2
    page.session.undo()
    page.session.undo()
    assert marks_of(page) == ()
    QApplication.processEvents()
    assert seen(page) is PictureVersion.ORIGINAL
    assert card(page, PictureVersion.REPORT) is None


def test_without_a_mouse(page: EvidencePage) -> None:
    view = view_of(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_2)
    QTest.keyClick(view, Qt.Key.Key_X)
    QTest.keyClick(view, Qt.Key.Key_Return)
    (bar,) = marks_of(page)
    assert (bar.kind, bar.colour) == (MarkKind.BAR, MarkColour.YELLOW)
    before = points_of(bar)
    QTest.keyClick(view, Qt.Key.Key_Right)
    after = points_of(marks_of(page)[0])
    assert [round(b.x - a.x, 3) for a, b in zip(before, after, strict=True)] == [0.01, 0.01]
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    wider = points_of(marks_of(page)[0])
    assert round(wider[1].y - after[1].y, 3) == 0.01
    assert wider[0] == after[0]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.tool is None
    assert view._layer.chosen is None
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view._layer.chosen is not None


def test_a_mark_is_chosen_moved_and_reshaped_by_mouse(page: EvidencePage) -> None:
    view = view_of(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_X)
    drag(view, (0.2, 0.2), (0.4, 0.3))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    drag(view, (0.3, 0.25), (0.5, 0.45))
    moved = points_of(marks_of(page)[0])
    assert [round(v, 1) for v in (*moved[0], *moved[1])] == [0.4, 0.4, 0.6, 0.5]
    drag(view, (0.6, 0.5), (0.8, 0.8))
    shaped = points_of(marks_of(page)[0])
    assert {round(p.x, 1) for p in shaped} == {0.4, 0.8}
    drag(view, (0.05, 0.05), (0.1, 0.1))
    assert view._layer.chosen is None
    assert len(marks_of(page)) == 1


def test_a_note_gives_the_mark_its_number(page: EvidencePage) -> None:
    view = view_of(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C)
    drag(view, (0.2, 0.2), (0.5, 0.5))
    field = page.findChild(QLineEdit, "mark-note-1")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "1200/5")
    view.setFocus()
    QApplication.processEvents()
    (mark,) = marks_of(page)
    assert mark.text == "1200/5"
    assert page._detail.marks._lines[mark.row].number.text() == "1"


def test_the_clients_picture_shows_no_judgement(page: EvidencePage) -> None:
    view = view_of(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_X)
    drag(view, (0.2, 0.2), (0.5, 0.5))
    QTest.keyClick(view, Qt.Key.Key_A)
    drag(view, (0.1, 0.8), (0.3, 0.6))
    client = card(page, PictureVersion.CLIENT)
    assert client is not None
    QTest.mouseClick(client, Qt.MouseButton.LeftButton)
    assert [mark.kind for mark in view._layer.marks] == [MarkKind.BAR]
    original = card(page, PictureVersion.ORIGINAL)
    assert original is not None
    QTest.mouseClick(original, Qt.MouseButton.LeftButton)
    assert view._layer.marks == ()
    drag(view, (0.6, 0.7), (0.8, 0.9))  # the arrow is still in hand
    assert seen(page) is PictureVersion.REPORT
    assert len(view._layer.marks) == 3


def test_versions_are_chosen_by_keys(page: EvidencePage) -> None:
    view = view_of(page)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_X)
    drag(view, (0.2, 0.2), (0.5, 0.5))
    marked = card(page, PictureVersion.REPORT)
    assert marked is not None
    marked.setFocus()
    QTest.keyClick(marked, Qt.Key.Key_Right)
    assert seen(page) is PictureVersion.CLIENT
    client = card(page, PictureVersion.CLIENT)
    assert client is not None
    assert client.hasFocus()
    QTest.keyClick(client, Qt.Key.Key_Right)
    assert seen(page) is PictureVersion.CLIENT
    original = card(page, PictureVersion.ORIGINAL)
    assert original is not None
    original.setFocus()
    QTest.keyClick(original, Qt.Key.Key_Return)
    assert seen(page) is PictureVersion.ORIGINAL


def test_the_version_that_is_seen_is_saved_as_a_copy(page: EvidencePage, tmp_path: Path) -> None:
    view = view_of(page)
    view.setFocus()
    target = tmp_path / "copy.jpg"
    page.desk.save_file = lambda *_words: target  # type: ignore[method-assign]
    said: list[str] = []
    page.desk.say = lambda text, *, undo=False: said.append(str(text))  # type: ignore[method-assign]
    page._marking.save_copy()
    assert said == ["先选标注版或遮蔽版；原件不外带。"]
    QTest.keyClick(view, Qt.Key.Key_X)
    drag(view, (0.2, 0.2), (0.5, 0.5))
    page._marking.save_copy()
    wait(lambda: not page.desk.jobs.running)
    wait(lambda: len(said) == 2)
    with Image.open(io.BytesIO(target.read_bytes())) as image:
        assert image.size == (640, 480)
        assert max(image.convert("RGB").getpixel((140, 110))) < 12  # type: ignore[arg-type]


def test_who_may_not_write_may_not_draw(page: EvidencePage) -> None:
    view = view_of(page)
    view.show_marks((), may_mark=False)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_A)
    assert view.tool is None
    drag(view, (0.2, 0.2), (0.5, 0.5))
    assert marks_of(page) == ()
