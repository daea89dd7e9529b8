"""A PDF on the screen: pages in view are rendered, others wait; zoom and place stay."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from cfpdesk.ui.widgets.pdf_view import PdfView
from tests.flow.visit.hands import settle, wait_for

A4 = (595, 842)


def a_pdf(pages: int, size: tuple[float, float] = A4, name: str = "") -> bytes:
    from io import BytesIO

    stream = BytesIO()
    canvas = Canvas(stream, pagesize=size)
    for number in range(1, pages + 1):
        canvas.drawString(72, 72, f"page {number}")
        if number == pages and name:
            canvas.drawString(72, 300, name)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PdfView]:
    made = PdfView("Paper")
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    yield made
    made.wait()
    QApplication.processEvents()


def shown(view: PdfView, pages: int) -> None:
    wait_for(lambda: view.page_count() == pages, "the sizes")
    rendered(view)


def rendered(view: PdfView) -> None:
    wait_for(lambda: not view.busy, "the pages in view")
    view.wait()
    settle()


def test_only_pages_near_the_view_are_kept(view: PdfView) -> None:
    view.show_pdf(a_pdf(40))
    shown(view, 40)
    assert set(view._paper.pictures) <= {0, 1, 2}
    view.go_to_page(30)
    settle(50)
    rendered(view)
    assert view.current_page() == 30
    assert 29 in view._paper.pictures
    assert len(view._paper.pictures) <= 7
    assert 0 not in view._paper.pictures


def test_a_landscape_page_fits_as_a_portrait_one_does(view: PdfView) -> None:
    view.show_pdf(a_pdf(1))
    shown(view, 1)
    upright = view.zoom
    view.show_pdf(a_pdf(1, (842, 595)))
    wait_for(lambda: view.zoom != upright, "the other sizes")
    rendered(view)
    assert view.zoom < upright
    assert view._paper.width() <= view.viewport().width()


def test_place_and_zoom_stay_while_the_bytes_change(view: PdfView) -> None:
    view.show_pdf(a_pdf(5))
    shown(view, 5)
    view.set_zoom(1.5)
    view.go_to_page(3)
    settle(50)
    rendered(view)
    view.show_pdf(a_pdf(5, name="draft"))
    wait_for(lambda: view._number == 2, "the other bytes")
    settle(50)
    rendered(view)
    assert (view.current_page(), view.zoom) == (3, 1.5)


def test_a_text_is_scrolled_into_view(view: PdfView) -> None:
    view.show_pdf(a_pdf(4, name="Signer"), "Signer")
    shown(view, 4)
    assert view.current_page() == 4


def test_nothing_is_shown_for_nothing(view: PdfView) -> None:
    view.show_pdf(a_pdf(2))
    shown(view, 2)
    view.show_pdf(b"")
    wait_for(lambda: view.page_count() == 0, "no pages")
    assert view.current_page() == 1
    assert view._paper.pictures == {}
