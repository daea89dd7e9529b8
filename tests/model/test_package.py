"""The sheet of a package, its names, and the text that is signed."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.package import (
    ChainHead,
    Manifest,
    NewerVersionError,
    PackageKind,
    package_id,
    parse_manifest,
    safe_name,
)
from cfpdesk.model.statement import (
    ZEROS,
    PackageError,
    Statement,
    checksum_lines,
    parse_checksums,
    parse_statement,
    utc_moment,
    utc_text,
)

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SHEET = Manifest(
    kind=PackageKind.AUDITOR,
    engagement_id="6f1d2c3b-0000-4000-8000-000000000001",
    replica="a1b2c3d4",
    person="p",
    key_sha256="1" * 64,
    seq=1,
    created_at=NOW,
    created_hlc="0" * 16,
    schema_version=1,
    app_version="0.1.0",
    chains={"a1b2c3d4": ChainHead(2, "2" * 64)},
)
STATEMENT = Statement(
    "lead", "1" * 64, NOW, "I reviewed this", (("2" * 64, "tagmanifest-sha256.txt"),)
)


def test_the_sheet_comes_back_as_it_was_written() -> None:
    full = replace(
        SHEET,
        engagement_root="3" * 64,
        seq=12,
        prev_root="4" * 64,
        counts={"answer": 3},
        blobs_included=1,
        blobs_bytes=9,
        omitted=("5" * 64,),
        knows={"ffff": ChainHead(1, "6" * 64)},
        trust_version=2,
        trust_sha256="7" * 64,
        attestations=("8" * 64, "9" * 64),
        ext={"later": {"field": [1, None, "名"]}},
    )
    for sheet in (SHEET, full):
        assert parse_manifest(sheet.to_bytes()) == sheet
    assert full.package_id == "6f1d2c3b-a1b2c3d4-000012"


def test_the_sheet_has_exactly_the_fields_of_the_format() -> None:
    assert set(json.loads(SHEET.to_bytes())) == {
        *("app", "attestations", "blobs", "chains", "counts", "created_at", "created_hlc"),
        *("engagement_id", "engagement_root", "ext", "format", "key_sha256", "kind", "knows"),
        *("package_id", "person", "prev_root", "replica", "schema_version", "seq", "trust"),
        "version",
    }


@pytest.mark.parametrize("name", sorted(json.loads(SHEET.to_bytes())))
def test_every_field_is_required_and_typed(name: str) -> None:
    value = json.loads(SHEET.to_bytes())
    for other in ("missing", None, -1, "x", [1], {"x": 1}):
        changed = dict(value)
        if other == "missing":
            del changed[name]
        else:
            changed[name] = other
        if name == "person" and other == "x":
            continue
        if name == "ext" and other == {"x": 1}:
            continue
        if name == "counts" and other == {"x": 1}:
            continue
        if name == "version" and other == 2:
            continue
        text = json.dumps(changed, sort_keys=True, separators=(",", ":")).encode()
        with pytest.raises(PackageError):
            parse_manifest(text)


def test_unknown_fields_live_under_ext_only() -> None:
    value = json.loads(SHEET.to_bytes())
    value["zzz"] = 1
    with pytest.raises(PackageError):
        parse_manifest(json.dumps(value, sort_keys=True, separators=(",", ":")).encode())


def test_a_newer_version_is_said_to_be_newer() -> None:
    value = json.loads(SHEET.to_bytes())
    value["version"] = 2
    value["zzz"] = 1
    with pytest.raises(NewerVersionError):
        parse_manifest(json.dumps(value, sort_keys=True, separators=(",", ":")).encode())


def test_another_spelling_of_the_same_sheet_is_refused() -> None:
    data = SHEET.to_bytes()
    value = json.loads(data)
    for other in (
        json.dumps(value).encode(),
        data + b"\n",
        b" " + data,
        data.replace(b'"seq":1,', b'"seq":1.0,'),
        data.replace(b'"seq":1,', b'"seq":1,"seq":1,'),
        b"",
        b"[" * 100_000,
    ):
        with pytest.raises(PackageError):
            parse_manifest(other)


def test_contradictions_are_refused() -> None:
    for wrong in (
        replace(SHEET, seq=2),
        replace(SHEET, seq=0),
        replace(SHEET, seq=1_000_000, prev_root="1" * 64),
        replace(SHEET, replica="../x"),
        replace(SHEET, replica="UPPER"),
        replace(SHEET, engagement_id="short"),
        replace(SHEET, omitted=("2" * 64, "1" * 64)),
        replace(SHEET, key_sha256="1" * 63),
        replace(SHEET, chains={"a": ChainHead(0, "1" * 64)}),
    ):
        with pytest.raises(ValueError, match="form"):
            wrong.to_bytes()


@pytest.mark.parametrize(
    "name",
    ["a", "data/blobs/" + "0" * 64, "bag-info.txt", "a/b/c/d/e/f", "_x", "0", "console", "com"],
)
def test_good_names(name: str) -> None:
    assert safe_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "/", "a/", "/a", "a//b", "..", "a/../b", ".a", "-a", "A", "é", "a b", "a\\b", "a:b"),
        *("a\n", "a\x00", "con", "a/nul.txt", "com1", "lpt9.x", "a.", "a/b/c/d/e/f/g", "a" * 201),
    ],
)
def test_bad_names(name: str) -> None:
    assert not safe_name(name)


@given(st.text(max_size=30))
def test_a_safe_name_is_plain_on_every_system(name: str) -> None:
    if safe_name(name):
        assert name.isascii()
        assert name == name.lower()
        assert not set(name) & set('\\:*?"<>| ')
        assert ".." not in name.split("/")


def test_package_id() -> None:
    assert package_id(SHEET.engagement_id, "r", 7) == "6f1d2c3b-r-000007"


def test_the_statement_is_the_text_of_the_format() -> None:
    assert STATEMENT.to_bytes().decode() == (
        "# cfpdesk-signature-v1\n"
        "# role: lead\n"
        f"# key-sha256: {'1' * 64}\n"
        "# signed-at: 2026-01-02T03:04:05Z\n"
        "# meaning: I reviewed this\n"
        f"{'2' * 64}  tagmanifest-sha256.txt\n"
    )
    assert parse_statement(STATEMENT.to_bytes()) == STATEMENT


def test_every_flip_of_a_statement_changes_it_or_is_refused() -> None:
    data = STATEMENT.to_bytes()
    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        try:
            parsed = parse_statement(bytes(changed))
        except PackageError:
            continue
        assert parsed != STATEMENT
        assert parsed.to_bytes() == changed


@pytest.mark.parametrize("meaning", ["", " x", "x ", "两", "a\nb", "x" * 201, "a\tb"])
def test_a_meaning_is_one_line_of_ascii(meaning: str) -> None:
    with pytest.raises(ValueError, match="meaning"):
        replace(STATEMENT, meaning=meaning).to_bytes()


@given(st.binary(max_size=400))
def test_rubbish_is_no_statement(data: bytes) -> None:
    with pytest.raises(PackageError):
        parse_statement(data)


def test_lists_in_one_form() -> None:
    pairs = (("1" * 64, "a"), ("2" * 64, "data/b"))
    assert parse_checksums(checksum_lines(pairs)) == pairs
    assert parse_checksums(b"") == ()
    line = b"1" * 64 + b"  a\n"
    for wrong in (
        line[:-1],
        line.replace(b"  ", b" *"),
        line.upper(),
        b"\n",
        b"\r".join([line])[:-1],
    ):
        if wrong != line:
            with pytest.raises(ValueError):  # noqa: PT011 - any of them will do
                parse_checksums(wrong)


def test_moments() -> None:
    east = datetime(2026, 1, 2, 11, 4, 5, tzinfo=timezone(timedelta(hours=8)))
    assert utc_text(east) == "2026-01-02T03:04:05Z"
    assert utc_moment(utc_text(east)) == east
    for wrong in ("2026-1-2T03:04:05Z", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", ""):
        with pytest.raises(ValueError):  # noqa: PT011 - any of them will do
            utc_moment(wrong)
    with pytest.raises(ValueError, match="zone"):
        utc_text(datetime(2026, 1, 2))  # noqa: DTZ001
    assert len(ZEROS) == 64
