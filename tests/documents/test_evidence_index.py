"""The index of evidence: three times apart, what it is used in, what the client does not get."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Document,
    DocumentLanguage,
    Later,
    Options,
    Paragraph,
)
from cfpdesk.documents.render import build_document
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import msg, text_in
from cfpdesk.model.evidence import Evidence, EvidenceKind, Link, LinkRole
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.photo_mark import Point
from cfpdesk.steps import evidence, photo_mark
from cfpdesk.store.session import Session
from tests import builders
from tests.documents.papers import golden, squeezed, table, text_of

RECEIVED = datetime(2026, 3, 18, 9, 40, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as made:
        builders.an_engagement(made)
        builders.a_team(made)
        with made.transact(msg("Evidence")) as change:
            photo = change.put(
                Evidence(
                    number="E-2-001", kind=EvidenceKind.PHOTO, caption="电能表示数",
                    place="2# 变电所",
                    file=change.attach(b"photo", mime="image/jpeg", name="DSC00916.JPG"),
                    taken_at="2026-03-18T10:41:00", received_at=RECEIVED, seen_original=True,
                    period_from=date(2025, 1, 1), period_to=date(2025, 12, 31),
                )
            )  # fmt: skip
            change.put(
                Evidence(
                    number="E-2-002", kind=EvidenceKind.PHOTO, caption="微信转来",
                    received_at=RECEIVED, for_client=False,
                )
            )  # fmt: skip
            change.put(
                Evidence(
                    number="E-1-001", kind=EvidenceKind.INTERVIEW, interviewee="王建华",
                    interviewee_role="能环部经理", held_at=RECEIVED, consent=True,
                    notes="废酸外运，不计入",
                )
            )  # fmt: skip
            for number, role in (("NC-1-01", LinkRole.FACT), ("NC-1-02", LinkRole.CORRECTION)):
                found = change.put(Finding(number=number, kind=FindingKind.MINOR, title="表"))
                change.put(
                    Link(
                        evidence=photo.row, role=role, target=found.row,
                        target_table=Finding.TABLE,
                    )
                )  # fmt: skip
        yield made


def paper(session: Session, **options: object) -> Document:
    return build_document(session, "evidence_index", Options(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_the_words_are_the_agreed_ones(session: Session, language: DocumentLanguage) -> None:
    text = text_of(to_pdf(paper(session), language))
    assert text == golden(f"evidence_index_{language}", text)


def test_the_three_times_stand_apart_and_none_is_guessed(session: Session) -> None:
    interview, photo, without = table(paper(session), "Index of Evidence")
    assert photo[2].split("|")[0:] == [
        "拍摄： 2026-03-18 10:41", "到件： 2026-03-18 17:40", "所属期： 2025-01-01 – 2025-12-31",
    ]  # fmt: skip
    assert without[2].startswith("拍摄： 文件里没有")
    assert "拍摄" not in interview[2]
    assert photo[3] == "NC-1-01 · NC-1-02 纠正"
    assert without[3] == "未关联"


def test_the_client_gets_neither_what_is_the_teams_nor_notes(session: Session) -> None:
    whole = squeezed(text_of(to_pdf(paper(session), "zh")))
    given = squeezed(text_of(to_pdf(paper(session, for_client=True), "zh")))
    for word in ("E-2-002", "微信转来", "废酸外运"):
        assert word in whole
        assert word not in given
    assert "E-2-001" in given


def test_pictures_of_linked_pieces_follow_and_the_clients_are_redacted(session: Session) -> None:
    """What the pieces of the fixture hold is no JPEG: a sentence stands for the picture."""
    (linked,) = [piece for piece in session.all(Evidence) if piece.number == "E-2-001"]
    bar = (Point(0.1, 0.1), Point(0.5, 0.5))
    before = paper(session, for_client=True).state_sha256
    photo_mark.draw(session, linked.row, photo_mark.MarkKind.ARROW, bar)
    assert paper(session, for_client=True).state_sha256 == before
    photo_mark.draw(session, linked.row, photo_mark.MarkKind.BAR, bar)
    assert paper(session, for_client=True).state_sha256 != before
    laters = [b for b in paper(session).blocks if isinstance(b, Later)]
    (block,) = laters[0].make()
    assert isinstance(block, Paragraph)
    assert text_in(block.text, "zh").startswith("E-2-001：")


def test_what_is_linked_to_nothing_has_no_picture_in_the_annex(session: Session) -> None:
    for link in session.all(Link):
        evidence.unlink(session, link.row)
    assert not [b for b in paper(session).blocks if isinstance(b, Later)]
