"""The log of the days: each entry with its time, in the order of the journal, and no word lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cfpdesk.documents import day_log
from cfpdesk.documents.document import DOCUMENT_LANGUAGES, Document, DocumentLanguage, Options
from cfpdesk.documents.registry import document_kind
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import msg, text_in
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.day_log import LogEntry, log_stretches
from cfpdesk.model.schedule import ScheduleBlock
from cfpdesk.steps import day_log as step
from cfpdesk.steps import document, opening
from cfpdesk.store.session import Session
from tests.builders import START, TickingClock, a_session, a_team, an_engagement
from tests.documents.papers import facts, golden, table, text_of

DAY = "2026-04-14"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def session(tmp_path: Path, clock: TickingClock) -> Iterator[Session]:
    with a_session(tmp_path, clock=clock, replica="1" * 32) as made:
        yield made


@pytest.fixture
def day(session: Session, clock: TickingClock) -> Session:
    """A morning: the meeting, an answer taken back, the clock set back, and the work goes on."""
    an_engagement(session)
    team = a_team(session)
    with session.transact(msg("Plan")) as change:
        block = ScheduleBlock(day=START.date(), start=545, end=600, people=(team.lead.row,))
        change.put(block.but(title="首次会议"))
    clock.at = START + 5 * MINUTE
    opening.begin(session)
    clock.at = START + 30 * MINUTE
    answer(session, "ELEC-01", Verdict.CONFORM)
    answer(session, "ELEC-02", Verdict.CONFORM)
    session.undo()
    clock.at -= 3 * MINUTE
    answer(session, "ELEC-03", Verdict.NOT_CONFORM)
    return session


def answer(session: Session, item: str, verdict: Verdict) -> None:
    with session.transact(msg("Answer {item}", item=item)) as change:
        change.put(session.find(Answer, item=item).but(verdict=verdict))


def paper(session: Session, part: str = "") -> Document:
    return build_document(session, "day_log", Options(part=part))


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(day: Session, language: DocumentLanguage) -> None:
    shown = text_of(to_pdf(paper(day), language))
    assert shown == golden(f"day_log_{language}", shown)


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_before_anything_is_planned_it_prints(session: Session, language: DocumentLanguage) -> None:
    assert text_of(to_pdf(paper(session), language))


def test_entries_stand_in_the_order_of_the_journal_with_what_was_taken_back(day: Session) -> None:
    rows = table(paper(day), "Log")
    assert [row[1] for row in rows[-4:]] == [
        "Answer ELEC-01",
        "Answer ELEC-02 · 后来撤销",
        "撤销：Answer ELEC-02",
        "Answer ELEC-03",
    ]
    assert rows[-1][0] < rows[-2][0]  # the clock said so
    assert {row[2] for row in rows} == {"林珂"}
    assert rows[-1][3] == "现场检查"


def test_where_the_clock_ran_back_the_paper_says_so(day: Session) -> None:
    (one,) = step.state(day).breaks
    assert 2 * MINUTE < one.back <= 3 * MINUTE
    said = [text_in(getattr(block, "text", ""), "en") for block in paper(day).blocks]
    assert any("clock ran back by 3 min to 09:27" in words for words in said)


def test_plan_and_work_of_the_day_stand_above(day: Session) -> None:
    assert table(paper(day), "Plan") == [["09:05 – 10:00", "首次会议", "林珂", "–"]]
    work = table(paper(day), "Work")
    assert [(row[1], row[3]) for row in work[-2:]] == [("首次会议", "1"), ("现场检查", "2")]


def test_a_day_can_be_printed_alone(day: Session, clock: TickingClock) -> None:
    clock.at = START + timedelta(days=1)
    answer(day, "ELEC-04", Verdict.CONFORM)
    kind = document_kind("day_log")
    assert kind.parts is not None
    assert [key for key, _name in kind.parts(day)] == ["2026-04-15", DAY]
    assert facts(paper(day))["Days"] == f"{DAY} · 2026-04-15"
    alone = paper(day, "2026-04-15")
    assert facts(alone)["Days"] == "2026-04-15"
    assert [row[1] for row in table(alone, "Log")] == ["Answer ELEC-04"]


def test_printing_the_log_does_not_change_it(day: Session) -> None:
    before = paper(day)
    document.issue(
        day, "day_log", title=day_log.SHEET.title, language="zh", form="print", audience="",
        draft=False, state=before.state, state_sha256=before.state_sha256, file_sha256="",
    )  # fmt: skip
    assert paper(day).state == before.state


def test_a_stretch_ends_with_the_step_or_a_pause_and_people_work_beside_each_other() -> None:
    def entry(minute: int, noun: str, person: str = "a") -> LogEntry:
        return LogEntry(START + minute * MINUTE, person, noun, msg("x"))

    found = log_stretches(
        [
            entry(0, "checklist"),
            entry(1, "checklist", "b"),
            entry(2, "checklist"),
            entry(3, ""),
            entry(4, "evidence"),
            entry(30, "evidence"),
        ]
    )
    assert [(s.person, s.noun, (s.end - s.start) // MINUTE, s.entries) for s in found] == [
        ("a", "checklist", 2, 2),
        ("b", "checklist", 0, 1),
        ("a", "evidence", 0, 1),
        ("a", "evidence", 0, 1),
    ]
