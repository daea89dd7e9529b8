"""Documents in the real window: the paper is the PDF; saved and printed papers are kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cfpdesk.model.footprint_export import FootprintExport
from cfpdesk.model.issue import Issue
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.team import Person, Side
from cfpdesk.steps import attendance, engagement
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.document_page import DocumentPage
from tests import paper_samples
from tests.builders import TickingClock, a_session, a_team, an_engagement
from tests.flow.visit.hands import settle, wait_for
from tests.ui.opened import open_window
from tests.ui.visit_pages import action, nameless


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    a_team(made)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[MainWindow]:
    made = open_window(qtbot, session)
    made.desk.go("document")
    settle(60)
    ready(made)
    yield made
    made.desk.jobs.cancel_all()
    made.desk.jobs.wait()


def page(window: MainWindow) -> DocumentPage:
    assert isinstance(window.page, DocumentPage)
    return window.page


def ready(window: MainWindow) -> DocumentPage:
    """Wait until the paper shows what is chosen."""
    settle(100)
    shown = page(window)

    def is_ready() -> bool:
        printed = shown._printed
        return (
            not window.desk.jobs.running
            and not shown._later.isActive()
            and printed is not None
            and printed.document.code == shown._code
            and not shown._paper.area.busy
        )

    wait_for(is_ready, "the paper")
    settle(60)
    return shown


def test_the_paper_is_the_pdf_and_options_change_it(window: MainWindow) -> None:
    shown = page(window)
    assert shown._printed is not None
    before = shown._printed.data
    assert before.startswith(b"%PDF")
    shown._ticks["draft"].click()
    ready(window)
    assert shown._printed.data != before
    shown._languages.option("en").click()
    ready(window)
    assert shown._printed.language == "en"
    shown._rows.setValue(60 - 20)
    ready(window)
    paper = shown._paper.area
    wait_for(lambda: paper.page_count() > 1, "the pages")
    assert paper.current_page() == 1
    QTest.keyClick(paper, Qt.Key.Key_End)
    assert paper.current_page() == paper.page_count()
    shown._paper.turn(-1)
    assert paper.current_page() == paper.page_count() - 1
    before_zoom = paper.zoom
    QTest.keyClick(paper, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert paper.zoom > before_zoom
    shown._paper._percent.click()
    assert paper.zoom == before_zoom


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_saved_paper_is_kept_with_its_fingerprint(
    window: MainWindow,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    target = tmp_path / f"sheet.{form}"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: target)
    action(window, form)
    wait_for(target.is_file, "the file")
    wait_for(lambda: bool(session.all(Issue)), "the record of it")
    (kept,) = session.all(Issue)
    printed = page(window)._printed
    assert printed is not None
    assert (kept.form, kept.state_sha256) == (form, printed.state_sha256)
    if form == "pdf":
        assert target.read_bytes() == printed.data


def test_a_stick_that_is_gone_is_a_sentence_and_no_paper_issued(
    window: MainWindow, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "stick" / "sheet.pdf"
    said: list[str] = []
    monkeypatch.setattr(window.desk, "save_file", lambda *_: gone)
    monkeypatch.setattr(window.desk.jobs, "_report", lambda error: said.append(str(error)))
    action(window, "pdf")
    wait_for(lambda: bool(said), "the sentence")
    assert said[0].startswith("没写成：")
    assert "换个地方" in said[0]
    assert not session.all(Issue)


def test_a_printed_paper_differs_once_the_record_changes(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.desk, "print_pdf", lambda _pdf, _title: True)
    action(window, "print")
    ready(window)
    check = page(window)._check
    assert "相同" in words(check)
    attendance.add_attendee(session, MeetingKind.OPENING, "新来的人", title="厂长")
    ready(window)
    assert "不同" in words(check)


def words(widget: object) -> str:
    from PySide6.QtWidgets import QLabel, QWidget

    assert isinstance(widget, QWidget)
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_characters_no_font_has_are_listed(window: MainWindow, session: Session) -> None:
    attendance.add_attendee(session, MeetingKind.OPENING, "\U000323af某", title="职员")
    ready(window)
    assert "U+323AF" in words(page(window)._check)


def test_a_document_is_chosen_by_arrows(window: MainWindow) -> None:
    shown = page(window)
    shown._list.setFocus()
    QTest.keyClick(shown._list, Qt.Key.Key_Down)
    ready(window)
    assert shown._code == "opening_minutes"
    assert shown._printed is not None
    assert shown._printed.document.code == "opening_minutes"


def test_everything_that_takes_focus_has_a_name(window: MainWindow) -> None:
    assert nameless(window) == []


def test_the_part_of_one_person_can_be_chosen(window: MainWindow, session: Session) -> None:
    shown = page(window)
    assert not shown._part.isVisible(), "the attendance sheet has no parts"
    shown._choose("checklist_record")
    ready(window)
    assert not shown._part.isVisible(), "nobody owns a group: there is one part"
    people = [person for person in session.all(Person) if person.side is Side.TEAM]
    for group, person in zip(("TEAM", "BND"), people, strict=False):
        engagement.own(session, group, person.row)
    ready(window)
    assert shown._part.isVisible()
    names = [shown._part.itemText(at) for at in range(shown._part.count())]
    assert people[1].name in names
    shown._part.setCurrentIndex(names.index(people[1].name))
    shown._part.activated.emit(shown._part.currentIndex())
    printed = ready(window)._printed
    assert printed is not None
    assert printed.document.options.part == people[1].row
    shown._choose("attendance_opening")
    ready(window)
    assert shown._options.part == "", "a part of another document is let go"


def choose(window: MainWindow, code: str) -> DocumentPage:
    shown = page(window)
    shown._choose(code)
    return ready(window)


def test_only_what_a_document_has_is_offered(window: MainWindow) -> None:
    choose(window, "inventory_workbook")
    assert [offer.name for offer in page(window).page_actions()] == ["xlsx"]
    shown = choose(window, "footprint")
    assert [offer.name for offer in shown.page_actions()] == ["json", "zip", "pdf", "print"]
    assert not shown._ticks["blank"].isVisible()
    assert not shown._part.isVisible()


@pytest.fixture
def visit(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with paper_samples.a_visit(tmp_path / "visit") as session:
        made = open_window(qtbot, session)
        made.desk.go("document")
        settle(60)
        ready(made)
        yield made
        made.desk.jobs.cancel_all()
        made.desk.jobs.wait()


def test_a_population_is_chosen_and_printed_alone(visit: MainWindow) -> None:
    shown = choose(visit, "sampling_sheet")
    assert shown._part.isVisible()
    assert [shown._part.itemText(n) for n in range(3)] == [
        "全部",
        "带钢入库单 2025",
        "原料运单 → 入库单",
    ]
    pages = shown._paper.area.page_count()
    shown._part.setCurrentIndex(2)
    shown._part.activated.emit(2)
    ready(visit)
    assert shown._paper.area.page_count() < pages
    choose(visit, "recalculation")
    assert not shown._part.isVisible()
    assert shown._options.part == ""


def test_the_facts_of_the_exchange_are_written_beside_the_sheet(
    visit: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = choose(visit, "footprint")
    assert "5" in words(shown._check)
    visit.desk.go("document", "footprint", "place_name")
    ready(visit)
    form = shown._exchange._form
    assert form.field("place_name").focus_widget.hasFocus()
    QTest.keyClicks(form.field("place_name").focus_widget, "cn-js")
    form.field("company_ids").focus_widget.setFocus()
    ready(visit)
    session = visit.desk.session
    assert session.find(FootprintExport).place_name == "CN-JS"
    target = tmp_path / "pf.json"
    monkeypatch.setattr(visit.desk, "save_file", lambda *_: target)
    said: list[str] = []
    monkeypatch.setattr(visit.desk.jobs, "_report", lambda error: said.append(str(error)))
    action(visit, "json")
    wait_for(lambda: bool(said), "the sentence")
    assert "还不能输出文件" in said[0]
    assert not target.exists()
    paper_samples.hand_out(session)
    ready(visit)
    action(visit, "json")
    wait_for(target.is_file, "the file")
    wait_for(lambda: bool(session.all(Issue)), "the record of it")
    assert session.all(Issue)[0].form == "json"


def test_a_place_names_document_and_part(window: MainWindow, session: Session) -> None:
    assert isinstance(session.clock, TickingClock)
    session.clock.at += timedelta(days=1)
    engagement.write(session, "product", "冷轧带钢")
    window.desk.go("document", "day_log", "2026-04-14")
    shown = ready(window)
    assert shown._code == "day_log"
    assert shown._options.part == "2026-04-14"
    assert shown._part.currentData() == "2026-04-14"
