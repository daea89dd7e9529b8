"""What Windows and macOS do otherwise with windows, tried here with the difference put in."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QComboBox
from reportlab.pdfgen.canvas import Canvas

from cfpdesk.ui import printing, style, welcome
from cfpdesk.ui.theme import density, tokens
from cfpdesk.ui.tokens import MONO_FAMILIES


def test_the_style_holds_where_the_persons_name_has_odd_signs(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "O'Neil"
    folder.mkdir()
    monkeypatch.setattr(style, "_picture_folder", lambda: SimpleNamespace(name=str(folder)))
    monkeypatch.setattr(style, "_picture", style._picture.__wrapped__)
    before = qapp.styleSheet()
    qapp.setStyleSheet(style.style_sheet(tokens(), density()))
    QComboBox().ensurePolished()  # reads it; a warning of Qt fails the test
    assert list(folder.glob("check-*.svg"))
    qapp.setStyleSheet(before)


def test_hashes_have_a_font_of_every_system() -> None:
    assert {"Consolas", "Menlo", "DejaVu Sans Mono"} <= set(MONO_FAMILIES)


def test_tab_reaches_buttons_on_every_system(qapp: QApplication) -> None:
    behaviour = qapp.styleHints().tabFocusBehavior()
    assert behaviour == Qt.TabFocusBehavior.TabFocusAllControls


def test_a_printer_that_takes_nothing_is_asked_once_and_told(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = Canvas(str(tmp_path / "three.pdf"))
    for _page in range(3):
        canvas.drawString(72, 72, "page")
        canvas.showPage()
    canvas.save()
    asked: list[bool] = []

    class LeftAtTheName(QPainter):
        """As Windows' printer of PDF files, whose dialog for the name was left."""

        def begin(self, _device: object) -> bool:
            asked.append(True)
            return False

    monkeypatch.setattr(printing, "QPainter", LeftAtTheName)
    assert not printing.draw(QPrinter(), (tmp_path / "three.pdf").read_bytes())
    assert asked == [True]


def test_engagements_are_not_kept_in_documents_that_go_to_the_internet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "OneDrive - CICC" / "Documents"
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(documents))
    assert welcome.default_folder() == documents / "cfpdesk"
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "OneDrive - CICC"))
    assert welcome.default_folder() == tmp_path / "cfpdesk"
