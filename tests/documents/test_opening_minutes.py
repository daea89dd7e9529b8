"""The minutes of the opening meeting: agreed words, every remark, room for the pen."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cfpdesk.documents import opening_minutes
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Document,
    DocumentLanguage,
    Facts,
    Options,
    Table,
)
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import msg, text_in
from cfpdesk.model.meeting import AgendaPoint, Meeting, MeetingKind, Presence
from cfpdesk.steps import attendance, opening
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given
from tests import builders, paper_samples, record_samples
from tests.documents.papers import agreed_words, cells, squeezed, text_of


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        builders.an_engagement(opened)
        builders.a_team(opened)
        yield opened


def paper(session: Session, **options: object) -> Document:
    return build_document(session, "opening_minutes", Options(**options))  # type: ignore[arg-type]


def tables(document: Document) -> tuple[list[list[str]], ...]:
    return tuple(cells(block) for block in document.blocks if isinstance(block, Table))


def facts(document: Document) -> dict[str, str]:
    found = [fact for block in document.blocks if isinstance(block, Facts) for fact in block.facts]
    return {text_in(fact.label, "en"): text_in(fact.value, "en") for fact in found}


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(tmp_path: Path, language: DocumentLanguage) -> None:
    with record_samples.a_day(tmp_path) as day:
        agreed_words(paper(day), "opening_minutes", language)


def test_before_the_meeting_it_says_that_it_has_not_begun(session: Session) -> None:
    document = paper(session)
    assert facts(document)["Began, ended"] == "not begun"
    assert facts(document)["Number said aloud"] == "–"
    assert {row[3] for row in tables(document)[-2]} == {"未说明"}
    assert opening_minutes.summary(opening.state(session)).text("en").startswith("0/")


def test_how_long_it_took(session: Session) -> None:
    record_samples.meet(session)
    meeting = session.find(Meeting, kind=MeetingKind.OPENING)
    assert meeting.started_at is not None
    for ended, said in ((timedelta(minutes=47, seconds=20), "47 min"), (timedelta(0), "1 min")):
        with session.transact(msg("End")) as change:
            change.put(meeting.but(ended_at=meeting.started_at + ended))
        assert facts(paper(session))["Duration"] == said
    opening.resume(session)
    assert facts(paper(session))["Began, ended"].endswith("not ended")
    assert facts(paper(session))["Duration"] == "–"


def test_who_declines_or_is_absent_stands_with_the_reason(session: Session) -> None:
    record_samples.meet(session)
    kind = MeetingKind.OPENING
    one, two, *_rest = opening.state(session).sheet.rows
    attendance.attend(session, kind, one.person, Presence.ABSENT, "在外地出差")
    shown = opening.state(session).sheet
    attendance.sign(session, two.person, shown, Given(declined=True, reason="要先看合同"))
    people, *_others = tables(paper(session))
    found = {row[1]: row[4] for row in people}
    assert found[one.name] == "缺席|理由： 在外地出差"
    assert found[two.name] == "到会|不签|理由： 要先看合同"


def test_for_the_pen_there_is_room_and_nothing_that_happened(session: Session) -> None:
    record_samples.meet(session)
    document = paper(session, blank=True, blank_rows=3)
    people, agenda, remarks = tables(document)
    assert people[-3:] == [[""] * 5] * 3
    assert {row[4] for row in people if row[0].isdecimal()} == {""}
    assert {row[3] for row in agenda} == {""}
    assert remarks == [["", ""]]
    shown = text_of(to_pdf(document, "zh"))
    assert "4827" not in shown
    assert "请求核查组" not in shown


def test_of_long_remarks_no_word_is_lost(session: Session) -> None:
    record_samples.meet(session)
    for n in range(30):
        own = opening.add_point(session, f"{paper_samples.LONG * 2}点{n}完")
        kept = session.get(AgendaPoint, own.row)
        assert kept is not None
        with session.transact(msg("Remark")) as change:
            change.put(kept.but(note=f"{paper_samples.LONG * (80 if n == 7 else 3)}备注{n}完"))
    for language in DOCUMENT_LANGUAGES:
        shown = squeezed(text_of(to_pdf(paper(session), language)))
        for n in range(30):
            assert f"点{n}完" in shown
            assert shown.count(f"备注{n}完") >= 2, "in the agenda and below it"
