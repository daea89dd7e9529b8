"""A broken, locked, huge or hostile file gets a sentence: never a hang, a crash, or a guess."""

import struct
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from cfpdesk.exchange.client_workbook import package_parts, scan
from cfpdesk.exchange.client_workbook.conversation import Conversation, ReadProgress
from cfpdesk.exchange.client_workbook.reading import read_formulas, read_workbook
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError, WorkbookError, error_of
from cfpdesk.model.sheet_block import RowBlock
from tests.exchange.workbook_files import (
    FIXTURES,
    MAIN,
    Kept,
    compound_file,
    ods,
    read,
    record,
    xlsb,
    xlsx,
    xlsx_parts,
    zipped,
)

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def sheet_xml(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def with_part(name: str, data: str) -> bytes:
    return zipped(xlsx_parts(rows=ONE) | {name: data})


def refusal(source: Path | bytes) -> WorkbookError:
    begin = time.monotonic()
    with pytest.raises(WorkbookError) as caught:
        read(source)
    assert time.monotonic() - begin < 30
    assert caught.value.message.text("zh") != caught.value.message.text("en")
    return caught.value


def cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


ENERGY = {form: (FIXTURES / f"energy.{form}").read_bytes() for form in ("xls", "xlsx", "ods")}
FILES: dict[str, tuple[bytes, Refusal]] = {
    "empty": (b"", Refusal.EMPTY),
    "pdf": (b"%PDF-1.7\n1 0 obj", Refusal.NO_WORKBOOK),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, Refusal.NO_WORKBOOK),
    "program": (b"\x7fELF" + bytes(500), Refusal.NO_WORKBOOK),
    "rtf": (b"{\\rtf1\\ansi", Refusal.NO_WORKBOOK),
    "document": (zipped({"word/document.xml": "x"}), Refusal.NO_WORKBOOK),
    "text document": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}),
        Refusal.NO_WORKBOOK,
    ),
    "a zip of workbooks": (zipped({"2025.xlsx": ENERGY["xlsx"]}), Refusal.NO_WORKBOOK),
    "old document": (compound_file({"WordDocument": b"x"}), Refusal.NO_WORKBOOK),
    "xml": (b"<?xml version='1.0'?><invoice/>", Refusal.NO_WORKBOOK),
    "web page": ((FIXTURES / "web.xls").read_bytes(), Refusal.PRETENDS),
    "table of a web page": (b"\xef\xbb\xbf\r\n<TABLE border=1><tr><td>1", Refusal.PRETENDS),
    "wide web page": ("\ufeff<html><body>".encode("utf-16-le"), Refusal.PRETENDS),
    "mail page": (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", Refusal.PRETENDS),
    "xml of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        Refusal.PRETENDS,
    ),
    "locked xls": ((FIXTURES / "locked.xls").read_bytes(), Refusal.LOCKED),
    "locked ods": ((FIXTURES / "locked.ods").read_bytes(), Refusal.LOCKED_OTHERWISE),
    "locked xlsx": (
        compound_file({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"x" * 9000}),
        Refusal.LOCKED_OTHERWISE,
    ),
    **{f"half an {form}": (cut(data, 0.6), Refusal.DAMAGED) for form, data in ENERGY.items()},
    "flipped xlsx": (flipped(xlsx(rows=ONE * 50), 900), Refusal.DAMAGED),
    "no workbook part": (
        zipped({"xl/workbook.xml": "<workbook>", "xl/worksheets/sheet1.xml": ""}),
        Refusal.DAMAGED,
    ),
    "missing sheet": (
        zipped({k: v for k, v in xlsx_parts(rows=ONE).items() if "sheet1" not in k}),
        Refusal.DAMAGED,
    ),
    "broken xml": (xlsx(sheet_xml('<row r="1"><c r="A1"><v>1</v>')), Refusal.DAMAGED),
    "no sheet": (xlsx("<html/>"), Refusal.DAMAGED),
    "unknown text": (xlsx(rows='<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), Refusal.DAMAGED),
    "laughing book": (with_part("xl/workbook.xml", LAUGHS + "<workbook/>"), Refusal.HOSTILE),
    "laughing texts": (with_part("xl/sharedStrings.xml", LAUGHS + "<sst/>"), Refusal.HOSTILE),
    "laughing sheet": (xlsx(LAUGHS + sheet_xml(ONE)), Refusal.HOSTILE),
    "laughing ods": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                             "content.xml": LAUGHS + "<x>&j;</x>"}), Refusal.HOSTILE),
    "far cell": (
        xlsx(rows=f'{ONE}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        Refusal.TOO_MANY_CELLS,
    ),
    "far cell in the first row": (
        xlsx(rows='<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
        Refusal.TOO_MANY_CELLS,
    ),
    "no such column": (xlsx(rows='<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), Refusal.DAMAGED),
    "filled ods": (
        ods(
            '<table:table table:name="表"><table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell office:value-type="float" office:value="1" '
            'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        ),
        Refusal.TOO_MANY_CELLS,
    ),
    "wide rows of an ods": (
        ods(
            '<table:table table:name="表">'
            + '<table:table-row><table:table-cell office:value-type="float" office:value="1" '
            'table:number-columns-repeated="16384"/></table:table-row>' * 5000
            + "</table:table>"
        ),
        Refusal.TOO_MANY_CELLS,
    ),
    "far cell of an xlsb": (
        xlsb(
            [
                record(0, struct.pack("<III", 1_048_575, 0, 0)),
                record(5, struct.pack("<IId", 16_383, 0, 1.0)),
            ]
        ),
        Refusal.TOO_MANY_CELLS,
    ),
    "cut xlsb": (xlsb([record(0, bytes(12)), b"\x05\x7f\0"]), Refusal.DAMAGED),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_it_gets_a_sentence(name: str) -> None:
    data, why = FILES[name]
    assert refusal(data).why is why


def test_the_far_cell_is_named() -> None:
    assert "XFD1048576" in str(refusal(FILES["far cell"][0]))


def test_formatting_to_the_edge_is_no_far_cell() -> None:
    styled = "".join(f'<c r="{c}1" s="1"/>' for c in ("A", "ZZ", "XFC", "XFD"))
    rows = f'<row r="1">{styled}</row><row r="1048576"><c r="B1048576"><v>1</v></c></row>'
    info, _ = read(xlsx(rows=rows))
    assert (info.sheets[0].rows, info.sheets[0].columns) == (1_048_576, 2)


def test_a_wide_table_is_read() -> None:
    from cfpdesk.model.sheet import column_letters

    cells = "".join(f'<c r="{column_letters(n)}1"><v>{n}</v></c>' for n in range(1, 16_385))
    _, kept = read(xlsx(rows=f'<row r="1">{cells}</row>'))
    assert [cell.value for cell in kept.sheets["S1"][0]] == list(range(1, 16_385))


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.xlsx").why is Refusal.GONE
    assert refusal(tmp_path).why is Refusal.GONE


def test_parts_twice_under_one_name_are_hostile() -> None:
    data = xlsx(rows=ONE).replace(b"xl/worksheets/sheet1.xml", b"xl/WORKBOOK.xml#########"[:24])
    twice = data.replace(b"xl/WORKBOOK.xml#########", b"xl/workbook.xml".ljust(24, b"x"))
    assert refusal(twice).why is Refusal.DAMAGED  # no sheet any more
    path = zipped({"xl/workbook.xml": "a", "XL/Workbook.xml": "b"})
    assert refusal(path).why is Refusal.HOSTILE


def test_a_bomb_that_says_so_is_refused() -> None:
    data = bytearray(xlsx(rows=ONE))
    at = data.rindex(b"PK\x01\x02")  # the directory's entry of the sheet
    struct.pack_into("<I", data, at + 24, 3_000_000_000)
    error = refusal(bytes(data))
    assert error.why is Refusal.TOO_LARGE
    assert "2861 MB" in error.message.text("en")


def test_a_bomb_that_lies_is_refused() -> None:
    data = bytearray(xlsx(rows=ONE * 100_000))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 300)
    assert refusal(bytes(data)).why is Refusal.DAMAGED


def test_a_locked_member_is_a_locked_workbook() -> None:
    data = bytearray(xlsx(rows=ONE))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    assert refusal(bytes(data)).why is Refusal.LOCKED_OTHERWISE


def test_too_many_sheets() -> None:
    error = refusal(xlsx(*[sheet_xml("")] * (scan.MAX_SHEETS + 1)))
    assert "501 sheets" in error.message.text("en")


@pytest.mark.parametrize("sector", range(1, 12))
def test_a_compound_file_that_runs_in_a_circle(sector: int) -> None:
    data = bytearray(compound_file({"Workbook": b"\x09\x08" * 2500}))
    struct.pack_into("<I", data, 512 + 4 * sector, sector)
    assert refusal(bytes(data)).why is Refusal.DAMAGED


@pytest.mark.parametrize("at", [30, 32, 44, 48, 56, 60, 68, 76, 80])
def test_a_compound_file_with_a_wrong_header(at: int) -> None:
    for value in (0, 1, 7, 0x7FFFFFFF, 0xFFFFFFFF):
        data = bytearray(ENERGY["xls"])
        struct.pack_into("<I", data, at, value)
        why = None
        try:
            read(bytes(data))
        except WorkbookError as error:
            why = error.why
        assert why in (None, Refusal.DAMAGED, Refusal.NO_WORKBOOK)


@pytest.mark.parametrize("form", ENERGY)
def test_flipped_bytes_never_hang_or_crash(form: str) -> None:
    """One of these makes the native reader ask for 170 GB: therefore it has its own process."""
    for at in range(11, len(ENERGY[form]), len(ENERGY[form]) // 25):
        with suppress(WorkbookError):
            read(flipped(ENERGY[form], at))


@pytest.mark.skipif(sys.platform != "linux", reason="only there the memory can be limited")
def test_more_memory_than_allowed_ends_the_reader_alone() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c  r = "XFD1048576"><v>1</v></c></row>'
    assert refusal(xlsx(rows=rows)).why is Refusal.MEMORY


def test_limits_hold_inside_the_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(rows=ONE))
    monkeypatch.setattr(package_parts, "MAX_PARTS", 3)
    with path.open("rb") as stream, pytest.raises(RefusedError):
        package_parts.Parts(stream)
    monkeypatch.setattr(package_parts, "MAX_PARTS", 30)
    monkeypatch.setattr(package_parts, "MAX_SMALL", 10)
    with path.open("rb") as stream, pytest.raises(RefusedError) as caught:
        package_parts.Parts(stream).read("xl/workbook.xml")
    assert caught.value.why is Refusal.TOO_LARGE


def test_a_sentence_needs_its_fields() -> None:
    assert error_of("nonsense").why is Refusal.DAMAGED
    assert error_of("too_large", {}).why is Refusal.DAMAGED
    assert error_of("too_many_sheets", {"count": "x", "limit": 1}).why is Refusal.DAMAGED


# ------------------------------------------------------------ the process


class StopError(Exception):
    """Somebody cancelled."""


def long_workbook(path: Path) -> Path:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>行 {n}</v></c></row>'
        for n in range(1, 60_001)
    )
    path.write_bytes(xlsx(rows=rows))
    return path


def test_cancelling_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = long_workbook(tmp_path / "long.xlsx")
    talks: list[Conversation] = []
    enter = Conversation.__enter__

    def noted(talk: Conversation) -> Conversation:
        talks.append(talk)
        return enter(talk)

    monkeypatch.setattr(Conversation, "__enter__", noted)

    def stop(at: ReadProgress) -> None:
        if at.rows > 1000:
            raise StopError

    kept = Kept()
    begin = time.monotonic()
    with pytest.raises(StopError):
        read_workbook(path, kept, stop)
    assert time.monotonic() - begin < 20
    assert 1000 < len(kept.sheets["S1"]) < 60_000
    assert not talks[0]._process.running
    assert not talks[0]._thread.is_alive()


def test_cancelling_before_anything_came(tmp_path: Path) -> None:
    def stop(_at: ReadProgress) -> None:
        raise StopError

    with pytest.raises(StopError):
        read_workbook(tmp_path / "no matter", Kept(), stop)
    with pytest.raises(StopError):
        list(read_formulas(tmp_path / "no matter", [0], progress=stop))


def test_an_error_of_the_sink_comes_out(tmp_path: Path) -> None:
    class Full(Kept):
        def rows(self, block: RowBlock) -> None:
            raise StopError

    with pytest.raises(StopError):
        read_workbook(FIXTURES / "energy.xlsx", Full())


def test_a_reader_killed_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = long_workbook(tmp_path / "long.xlsx")
    talks: list[Conversation] = []
    enter = Conversation.__enter__

    def noted(talk: Conversation) -> Conversation:
        talks.append(talk)
        return enter(talk)

    monkeypatch.setattr(Conversation, "__enter__", noted)

    class Killer(Kept):
        def rows(self, block: RowBlock) -> None:
            super().rows(block)
            talks[0]._process.kill()

    killer = Killer()
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path, killer)
    assert caught.value.why in (Refusal.MEMORY, Refusal.DAMAGED)
    assert killer.ended == 0


def worker_that(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [sys.executable, "-c", script]
    monkeypatch.setattr("cfpdesk.exchange.worker_process.command", lambda kind: words)


def test_a_hang_ends_with_the_limit_of_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    worker_that("import time; time.sleep(60)", monkeypatch)
    begin = time.monotonic()
    with pytest.raises(WorkbookError) as caught:
        read_workbook(b"x", Kept(), quiet=0.3)
    assert caught.value.why is Refusal.TOO_SLOW
    assert time.monotonic() - begin < 10


SHEET = (
    '{"name":"a","index":0,"rows":%d,"columns":1,"visibility":"visible","merged":[],'
    '"hidden_rows":[],"hidden_columns":[],"formulas":0,"without_value":0}'
)
END = '{"form":"csv","encoding":"","delimiter":"","from_1904":false,"links":[],"notes":%s}'


def said(*answers: tuple[str, str]) -> str:
    """A worker that says these lines with their bodies, and ends."""
    out = "".join(line % len(body) + "\n" + body for line, body in answers)
    return f"import sys; input(); sys.stdout.write({out!r})"


@pytest.mark.parametrize(
    "answers",
    [
        [("nonsense %d", "")],
        [('{"t": "end", "size": -5} %d', "")],
        [('{"t": "end", "size": 99999999999} %d', "")],
        [('{"t": "rows", "first": 1, "count": 1, "size": %d}', "[[1]]")],
        [('{"t": "sheet", "size": %d}', "{}")],
        [('{"t": "sheet", "size": %d}', SHEET % 99_999_999)],
        [('{"t": "sheet", "size": %d}', SHEET % 2), ('{"t": "sheet_end", "size": %d}', "")],
        [
            ('{"t": "sheet", "size": %d}', SHEET % 2),
            ('{"t": "rows", "first": 2, "count": 1, "size": %d}', "[[1]]"),
        ],
        [
            ('{"t": "sheet", "size": %d}', SHEET % 2),
            ('{"t": "rows", "first": 1, "count": 3, "size": %d}', "[[1],[1],[1]]"),
        ],
        [('{"t": "at", "sheet": "x", "size": %d}', "")],
        [('{"t": "end", "size": %d}', "[]")],
        [('{"t": "end", "size": %d}', END % '[["no such note", 1]]')],
        [('{"t": "end", "size": %d}', END % '[["strange", "x"]]')],
    ],
)  # fmt: skip
def test_a_reader_that_lies_is_not_believed(
    answers: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_that(said(*answers), monkeypatch)

    class Deaf(Kept):
        def rows(self, block: RowBlock) -> None:
            return

    with pytest.raises(WorkbookError) as caught:
        read_workbook(b"\n", Deaf())
    assert caught.value.why is Refusal.DAMAGED


def test_formulas_of_a_reader_that_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    worker_that(said(('{"t": "formulas", "size": %d}', "[[1]]")), monkeypatch)
    with pytest.raises(WorkbookError):
        list(read_formulas(b"\n", [0]))
