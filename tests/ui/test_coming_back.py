"""Where one comes back to: after undo, and after the program stopped unclean."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.closing import Seal
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import AgendaPoint, Meeting, MeetingKind
from cfpdesk.model.photo_mark import MarkKind, PhotoMark
from cfpdesk.model.record import Record
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.steps import engagement
from cfpdesk.store.drafts import Draft
from cfpdesk.store.operation_place import place_of_operation
from cfpdesk.store.recovery import Recovery
from cfpdesk.store.session import Session
from cfpdesk.ui import recovery
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.checklist_page import ChecklistPage
from cfpdesk.ui.saved_popover import SavedPopover
from cfpdesk.ui.window_history import step_back, step_forth
from tests.builders import a_session, a_team, an_engagement
from tests.flow.visit.hands import settle
from tests.ui.opened import open_window

NOW = datetime(2026, 4, 14, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    a_team(made)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    return open_window(qtbot, session)


def put(session: Session, *records: Record) -> None:
    with session.transact(msg("x")) as change:
        for record in records:
            change.put(record)


def test_undo_goes_where_the_change_can_be_seen(window: MainWindow, session: Session) -> None:
    window.go(Target("checklist", "ELEC-01"))
    put(session, Answer(item="ELEC-03", verdict=Verdict.CONFORM))
    window.go(Target("home"))
    step_back(window)
    settle()
    assert isinstance(window.page, ChecklistPage)
    assert window.page._current == "ELEC-03"
    assert session.find(Answer, item="ELEC-03").verdict is Verdict.OPEN
    window.go(Target("home"))
    step_forth(window)
    settle()
    assert window.current_noun == "checklist"


def test_undo_on_the_page_that_shows_it_leaves_the_place(
    window: MainWindow, session: Session
) -> None:
    window.go(Target("checklist", "ELEC-01"))
    put(session, Answer(item="ELEC-03", verdict=Verdict.CONFORM))
    step_back(window)
    settle()
    assert isinstance(window.page, ChecklistPage)
    assert window.page._current == "ELEC-01"


def test_undo_says_that_it_ends_at_the_seal(window: MainWindow, session: Session) -> None:
    put(session, Answer(item="ELEC-03", verdict=Verdict.CONFORM))
    put(session, Seal())
    step_back(window)
    assert "撤销到封存和导出为止" in window.next_line._said


@pytest.mark.parametrize(
    ("record", "page"),
    [
        (Answer(item="ELEC-02", verdict=Verdict.CONFORM), Target("checklist", "ELEC-02")),
        (Evidence(row="e1", number="E-1-001"), Target("evidence", "e1")),
        (Meeting(kind=MeetingKind.CLOSING, place="二楼"), Target("opening")),
        (AgendaPoint(row="p1", title="x"), Target("opening")),
        (ScheduleBlock(row="b1", title="x"), Target("engagement", field="schedule")),
        (Engagement(product="x"), Target("engagement", field="product")),
    ],
    ids=lambda part: getattr(part, "TABLE", ""),
)
def test_an_operation_has_a_place(session: Session, record: Record, page: Target) -> None:
    put(session, session.find(Engagement).but(product="x") if page.field == "product" else record)
    place = place_of_operation(session, session.operations(1)[0])
    assert place == page


def test_a_link_is_seen_at_what_it_supports(session: Session) -> None:
    answer = Answer(item="ELEC-02", verdict=Verdict.CONFORM)
    put(session, Evidence(row="e1", number="E-1-001"), answer)
    put(session, Link(evidence="e1", target_table=Answer.TABLE, target=answer.row))
    place = place_of_operation(session, session.operations(1)[0])
    assert place == Target("checklist", "ELEC-02")


def test_a_mark_is_seen_at_its_photo(session: Session) -> None:
    put(session, Evidence(row="e1", number="E-1-001"))
    put(session, PhotoMark(evidence="e1", kind=MarkKind.BAR, points="1,1 9,9"))
    assert place_of_operation(session, session.operations(1)[0]) == Target("evidence", "e1")


def recovered(session: Session, *drafts: Draft, moved: tuple[Path, ...] = ()) -> None:
    session.recovery = Recovery(session.operations(3), drafts, moved)


def button(name: str) -> QPushButton | None:
    popover = QApplication.activePopupWidget()
    assert popover is not None
    found = popover.findChild(QPushButton, name)
    return found if isinstance(found, QPushButton) else None


def test_after_a_crash_the_field_one_wrote_in_has_the_keys(
    window: MainWindow, session: Session
) -> None:
    put(session, Answer(item="ELEC-02", verdict=Verdict.CONFORM))
    answer = session.find(Answer, item="ELEC-02")
    window.go(Target("checklist", "ELEC-01"))
    recovered(session, Draft("answer", answer.row, "facts", "看到", NOW))
    recovery.tell(window)
    settle()
    page = window.page
    assert isinstance(page, ChecklistPage)
    assert page._current == "ELEC-02"
    assert page.focusWidget() is page._detail.facts.edit
    back = button("recovery-back")
    assert back is not None
    assert back.text() == "回到ELEC-02"
    assert button("recovery-again") is None
    window.go(Target("home"))
    back.click()
    settle()
    assert window.current_noun == "checklist"


def test_a_half_written_file_is_taken_in_again_from_there(
    window: MainWindow, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(title: object, *_rest: object) -> list[Path]:
        asked.append(str(title))
        return []

    monkeypatch.setattr(window.desk, "open_files", ask)
    engagement.write(session, "product", "冷轧带钢")
    recovered(session, moved=(tmp_path / "E-035.jpg",))
    recovery.tell(window)
    settle()
    again = button("recovery-again")
    assert again is not None
    again.click()
    settle()
    assert window.current_noun == "evidence"
    assert asked


def test_behind_the_saved_indicator_stands_what_was_said_and_the_backup(
    window: MainWindow, session: Session
) -> None:
    window.desk.say(msg("Backed up"))
    window.desk.banner("x", msg("There is nothing to undo here."))
    window.desk.banner("x", msg("There is nothing to undo here."))
    window.rail.show_backup("备份", "14:02", "ok")
    made = SavedPopover(window)
    words = [label.text() for label in made.findChildren(QLabel)]
    assert [w for w in words if w in ("已备份", "这里没有可撤销的。")] == [
        "这里没有可撤销的。",
        "已备份",
    ]
    assert "备份 14:02" in words
    past = SavedPopover(window, history=True)
    assert "已备份" not in [label.text() for label in past.findChildren(QLabel)]
