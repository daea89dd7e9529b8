"""Every document of the registry prints from a real engagement, in every form and language."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cfpdesk.documents.attendance import build
from cfpdesk.documents.document import DOCUMENT_LANGUAGES, DocumentLanguage, Form, Options
from cfpdesk.documents.kind import PAPER, DocumentKind
from cfpdesk.documents.preview import page_text
from cfpdesk.documents.registry import DOCUMENTS, document_kind
from cfpdesk.documents.render import build_document, render
from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.canonical import parse_canonical
from cfpdesk.model.issue import state_sha256
from cfpdesk.model.meeting import Attendance, MeetingKind
from cfpdesk.store.session import Session
from tests.builders import a_session, a_team, an_engagement
from tests.documents.sheets import hard, sheet


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = a_session(tmp_path)
    an_engagement(made)
    team = a_team(made)
    with made.transact(msg("Attend")) as change:
        for kind in MeetingKind:
            change.put(Attendance(meeting=kind, person=team.client.row))
    return made


ON_PAPER = [(kind, form) for kind in DOCUMENTS for form in kind.forms if form in PAPER]


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
@pytest.mark.parametrize(("kind", "form"), ON_PAPER, ids=lambda part: getattr(part, "code", part))
def test_every_document_prints_the_same_twice(
    session: Session, kind: DocumentKind, language: DocumentLanguage, form: Form
) -> None:
    document = build_document(session, kind.code, Options(draft=True))
    assert document.code == kind.code
    printed = render(document, language, form)
    assert printed.data == render(document, language, form).data
    assert printed.missing == ()
    assert printed.file_name.endswith(f"-{language}.{form}")
    assert printed.file_sha256 == hashlib.sha256(printed.data).hexdigest()
    if form == "pdf":
        assert "示例冷轧钢带有限公司" in page_text(printed.data, 0).replace("\n", "")
    else:
        assert load_workbook(BytesIO(printed.data)).worksheets[0].max_row > 3


@pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.code)
def test_the_state_is_what_the_fingerprint_is_of(session: Session, kind: DocumentKind) -> None:
    document = build_document(session, kind.code)
    assert state_sha256(parse_canonical(document.state)) == document.state_sha256
    assert kind.figure(session).text("en")


def test_codes_are_unique_and_a_beginning_names_the_first() -> None:
    codes = [kind.code for kind in DOCUMENTS]
    assert len(codes) == len(set(codes))
    assert document_kind("attendance").code == "attendance_opening"
    assert document_kind("attendance_closing").code == "attendance_closing"


def test_an_unknown_document_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="attendance_opening"):
        document_kind("report")


def test_the_name_of_the_file_is_good_on_every_system() -> None:
    odd = build(sheet(number='CFP/2026:"4"'), Options())
    assert render(odd, "zh", "pdf").file_name == "CFP_2026_4_-OM-v3-zh.pdf"


def test_missing_characters_travel_with_the_bytes() -> None:
    printed = render(build(hard(), Options()), "zh", "pdf")
    assert [glyph.code for glyph in printed.missing] == ["U+E123"]
    assert printed.content_sha256 == hard().facts_sha256
