"""The attendance sheet: what is signed for, what is printed, and what moves which fingerprint."""

import json
from dataclasses import replace

import pytest

from cfpdesk.i18n import Bilingual
from cfpdesk.model.attendance_sheet import AttendanceSheet, SheetPoint
from cfpdesk.model.meeting import MeetingKind, Presence
from tests.documents.sheets import at, person, sheet


def test_the_content_holds_no_signature_and_no_progress() -> None:
    signed = sheet()
    rows = tuple(replace(row, signature=None, presence=Presence.REMOTE) for row in signed.rows)
    points = tuple(replace(point, done_at=None) for point in signed.points)
    before = sheet(rows, points=points, ended_at=None, version=9, journal_sha256="", sheet_scan="a")
    assert signed.facts_bytes() == before.facts_bytes()
    assert signed.facts_sha256 == before.facts_sha256
    assert signed.state_sha256 != before.state_sha256


@pytest.mark.parametrize(
    "changed",
    [
        sheet((*sheet().rows, person(9))),
        sheet(client="another"),
        sheet(place="elsewhere"),
        sheet(started_at=at(10, 0)),
        sheet(kind=MeetingKind.CLOSING),
        sheet(points=(SheetPoint(Bilingual("a", "b")),)),
        sheet((person(0, title="another"),)),
    ],
)
def test_what_a_person_is_shown_moves_the_fingerprint(changed: AttendanceSheet) -> None:
    assert changed.facts_sha256 != sheet().facts_sha256


def test_the_bytes_are_canonical_json_with_ascii_keys() -> None:
    facts = json.loads(sheet().facts_bytes())
    assert facts["document"] == "attendance"
    assert facts["rows"][0]["name"] == "林知远"
    assert "signature" not in facts["rows"][0]


def test_the_document_number_names_the_meeting() -> None:
    assert sheet().document_number == "CFP-2026-0417-OM"
    assert sheet(kind=MeetingKind.CLOSING).document_number == "CFP-2026-0417-CM"
    assert sheet(number="").document_number == "OM"
