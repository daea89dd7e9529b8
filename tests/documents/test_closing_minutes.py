"""The minutes of the closing meeting: agreed words, the client's own, the seal and after it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.documents import closing_minutes
from cfpdesk.documents.document import DOCUMENT_LANGUAGES, Document, DocumentLanguage, Options
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import msg
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.finding import Position as Said
from cfpdesk.model.meeting import MeetingKind, Presence
from cfpdesk.steps import attendance, closing
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given
from tests import builders
from tests.documents.papers import golden, squeezed, table, text_of

WORDS = "废酸再生属废物处理，不在本产品系统内"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as made:
        engagement = builders.an_engagement(made)
        builders.a_team(made)
        with made.transact(msg("Edit the engagement")) as change:
            change.put(
                engagement.but(
                    claimed_value=Decimal("2808.56"),
                    period_from=date(2025, 1, 1),
                    period_to=date(2025, 12, 31),
                )
            )
        yield made


@pytest.fixture
def held(session: Session) -> Session:
    """The meeting with one finding in dispute, one draft, one person absent, key data signed."""
    with session.transact(msg("Findings")) as change:
        kind = FindingKind.MAJOR
        told = change.put(
            Finding(
                number="NC-1-01", kind=kind, state=FindingState.RAISED, title="酸再生未进清单",
                effect=Decimal(-186386), requirement="补入清单",
            )
        )  # fmt: skip
        change.put(Finding(number="NC-1-02", kind=kind, title="草稿一"))
    closing.begin(session)
    closing.set_place(session, "二楼会议室")
    attendance.add_attendee(session, MeetingKind.CLOSING, "周敏", title="能源主管")
    first, second, *_rest = closing.state(session).sheet.rows
    attendance.attend(session, MeetingKind.CLOSING, second.person, Presence.ABSENT, "已离厂")
    attendance.sign(session, first.person, closing.state(session).sheet, Given(typed=first.name))
    closing.take_position(session, told, Said.DISPUTED)
    closing.write_response(session, a_finding(session, "NC-1-01"), WORDS)
    for fact in closing.state(session).facts:
        closing.confirm(session, fact, confirmed=True)
    shown = closing.state(session)
    client = next(row.person for row in shown.sheet.rows if row.name == "周敏")
    closing.sign_key_data(session, client, shown, typed="周敏")
    closing.end(session)
    return session


def a_finding(session: Session, number: str) -> Finding:
    return next(found for found in session.all(Finding) if found.number == number)


def paper(session: Session, **options: object) -> Document:
    return build_document(session, "closing_minutes", Options(**options))  # type: ignore[arg-type]


def shown(session: Session, **options: object) -> str:
    return squeezed(text_of(to_pdf(paper(session, **options), "zh")))


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(held: Session, language: DocumentLanguage) -> None:
    text = text_of(to_pdf(paper(held), language))
    assert text == golden(f"closing_minutes_{language}", text)


def test_what_the_client_says_stands_word_for_word(held: Session) -> None:
    rows = table(paper(held), "All findings")
    assert [row[0] for row in rows] == ["NC-1-01"], "a draft was told to nobody"
    assert rows[0][2:] == ["−186,386", f"有异议|{WORDS}"]
    assert closing_minutes.summary(closing.state(held)).text("en") == "1/1 told"


def test_the_seal_and_what_was_amended_afterwards(held: Session) -> None:
    assert "还没有封存" in shown(held)
    with held.transact(msg("Take it back")) as change:
        change.remove(a_finding(held, "NC-1-02"))
    made = closing.seal(held, ())
    closing.write_response(held, a_finding(held, "NC-1-01"), "改口：同意", reason="客户来电更正")
    assert made.facts is not None
    text = shown(held)
    assert made.facts.sha256[:4].upper() in text
    (row,) = table(paper(held), "Amendments after the seal")
    assert row[3] == "客户来电更正"


def test_for_the_pen_nothing_stands_of_what_was_said(held: Session) -> None:
    text = shown(held, blank=True)
    assert "酸再生未进清单" in text
    for gone in (WORDS, "有异议", "已离厂", "✓陈"):
        assert gone not in text
    assert "周敏签于" not in text
