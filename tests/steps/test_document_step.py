"""Issued documents: kept with what they show, compared with today."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cfpdesk.documents.document import Options
from cfpdesk.documents.render import Printed, build_document, render
from cfpdesk.i18n import msg
from cfpdesk.model.gate import Mark
from cfpdesk.model.issue import Issue
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.steps import attendance, document
from cfpdesk.store.session import Session
from tests.builders import a_session, a_team, an_engagement


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    a_team(made)
    yield made
    made.close()


def printed(session: Session) -> Printed:
    return render(build_document(session, "attendance_opening", Options()), "zh", "pdf")


def issue(session: Session, form: str = "pdf") -> Issue:
    made = printed(session)
    return document.issue(
        session,
        made.document.code,
        title=msg("Draft"),
        language=made.language,
        form=form,
        audience="file",
        draft=False,
        state=made.state,
        state_sha256=made.state_sha256,
        file_sha256=made.file_sha256,
    )


def test_nothing_issued_is_no_gap(session: Session) -> None:
    assert document.status(session).mark is Mark.NOT_STARTED
    assert document.blockers(session) == ()
    assert document.state(session).issues == ()


@pytest.mark.parametrize("form", ["pdf", "xlsx", "print"])
def test_an_issued_paper_is_kept_with_its_state(session: Session, form: str) -> None:
    kept = issue(session, form)
    assert kept.state is not None
    assert session.evidence.read(kept.state) == printed(session).state
    assert document.status(session).mark is Mark.IN_PROGRESS
    assert document.state(session).of("attendance_opening") == (kept,)
    assert document.state(session).of("key_data") == ()


def test_today_is_compared_place_by_place(session: Session) -> None:
    kept = issue(session)
    assert document.changed_since(session, kept, printed(session).state) == ()
    attendance.add_attendee(session, MeetingKind.OPENING, "新来的人")
    assert document.changed_since(session, kept, printed(session).state)


def test_a_state_that_is_not_here_counts_as_one_difference(session: Session) -> None:
    kept = issue(session)
    assert kept.state is not None
    session.evidence.path(kept.state).unlink()
    assert document.changed_since(session, kept, printed(session).state) == ("",)
    assert document.changed_since(session, kept.but(state=None), b"{}") == ("",)


def test_newer_papers_come_first(session: Session) -> None:
    first = issue(session)
    second = issue(session, "print")
    assert document.state(session).issues == (second, first)
