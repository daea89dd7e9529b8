"""The exchange sheet: agreed words, both files from the same facts, and what is missing said."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cfpdesk.documents.document import DOCUMENT_LANGUAGES, DocumentLanguage, Form
from cfpdesk.documents.registry import document_kind
from cfpdesk.documents.render import build_document, render
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.errors import UserError
from cfpdesk.i18n import Language, msg
from cfpdesk.model.canonical import parse_canonical
from cfpdesk.model.engagement import Boundary, Engagement
from cfpdesk.model.gate import Level
from cfpdesk.steps import footprint_export
from cfpdesk.store.session import Session
from tests import builders, paper_samples
from tests.documents.papers import agreed_words, squeezed, text_of

PROGRAMS: tuple[Form, ...] = ("json", "zip")


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Session]:
    with paper_samples.a_visit(tmp_path, populations=False) as opened:
        paper_samples.hand_out(opened)
        yield opened


def test_the_words_are_the_agreed_ones(visit: Session) -> None:
    for language in DOCUMENT_LANGUAGES:
        agreed_words(build_document(visit, "footprint"), "footprint", language)


def test_sheet_and_files_say_the_same(visit: Session) -> None:
    document = build_document(visit, "footprint")
    written = json.loads(render(document, "both", "json").data)
    shown = squeezed(text_of(to_pdf(document, "en")))
    assert written["id"] in shown
    assert "2,819.581464" in shown
    assert written["pcf"]["pcfExcludingBiogenicUptake"] == "2819.58146"
    state = parse_canonical(document.state)
    assert isinstance(state, dict)
    assert state["id"] == written["id"]
    assert "Opinion: Unmodified opinion" in written["pcf"]["verification"]["comments"]


@pytest.mark.parametrize("form", PROGRAMS)
@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_equal_facts_give_equal_files(
    visit: Session, form: Form, language: DocumentLanguage
) -> None:
    first, again = (
        render(build_document(visit, "footprint"), language, form).data for _ in range(2)
    )
    assert first == again


def test_what_the_format_refuses_stands_on_the_sheet(visit: Session) -> None:
    with visit.transact(msg("Edit the engagement")) as change:
        change.put(visit.find(Engagement).but(boundary=Boundary.GATE_TO_GATE))
    document = build_document(visit, "footprint")
    assert "不输出" in text_of(to_pdf(document, "zh")) or "不导出" in text_of(
        to_pdf(document, "zh")
    )
    with pytest.raises(UserError):
        render(document, "zh", "json")
    assert render(document, "zh", "zip").data.startswith(b"PK")


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_what_is_missing_is_listed_and_no_file_is_written(
    tmp_path: Path, language: DocumentLanguage
) -> None:
    with builders.a_session(tmp_path) as session:
        builders.an_engagement(session)
        document = build_document(session, "footprint")
        shown = squeezed(text_of(to_pdf(document, language)))
        missing = footprint_export.state(session).missing
        tongue: Language = "en" if language == "en" else "zh"
        assert len(missing) > 5
        assert all(squeezed(one.sentence.text(tongue)) in shown for one in missing)
        for form in PROGRAMS:
            with pytest.raises(UserError):
                render(document, language, form)
        gaps = document_kind("footprint").gaps
        assert gaps is not None
        assert {gap.level for gap in gaps(session)} == {Level.OVERRIDABLE}
        assert (
            document_kind("footprint").figure(session).text("en")
            == f"{len(missing)} things missing"
        )


def test_long_words_are_all_there(visit: Session) -> None:
    for field in footprint_export.TEXTS:
        footprint_export.write(visit, field, f"{paper_samples.LONG * 20}{field} 完")
    footprint_export.write_rules(visit, tuple(f"{paper_samples.LONG}第 {n} 则" for n in range(40)))
    shown = squeezed(text_of(to_pdf(build_document(visit, "footprint"), "both")))
    for field in footprint_export.TEXTS:
        assert squeezed(f"{field} 完") in shown
    assert all(f"第{n}则" in shown for n in range(40))
