"""Formulas of xls: tokens become what Excel shows; what is unusual is there, and not shown."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.exchange.client_workbook.biff_formula import FormulaText, sheet_names
from cfpdesk.exchange.client_workbook.reading import read_formulas
from cfpdesk.model.sheet import UNSHOWN, CellRange, Formula
from tests.exchange.workbook_files import compound_file

REL = 0xC000  # row and column are relative


def ref(row: int, column: int, flags: int = REL, token: int = 0x44) -> bytes:
    return struct.pack("<BHH", token, row & 0xFFFF, flags | column & 0xFF)


def number(value: int) -> bytes:
    return struct.pack("<BH", 0x1E, value)


def shown(tokens: bytes, home: tuple[int, int] = (0, 0)) -> str:
    names = sheet_names([(0, 1, 1), (1, 0, 0), (0, 2, 2)], 0, ["A", "参数", "1号车间'明细"])
    return FormulaText(tokens, home, names).text()


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (ref(3, 0) + ref(0, 1, 0) + b"\x05", "=A4*$B$1"),
        (ref(3, 0, 0x4000) + ref(0, 1, 0x8000) + b"\x03", "=A$4+$B1"),
        (struct.pack("<BHHHH", 0x25, 0, 8, REL, REL | 2), "=A1:C9"),
        (struct.pack("<BHHHH", 0x25, 0, 65535, REL | 1, REL | 1), "=B:B"),
        (struct.pack("<BHHHH", 0x25, 1, 2, REL, REL | 255), "=2:3"),
        (struct.pack("<BHHHH", 0x25, 0, 8, 0, 2) + b"\x19\x10\0\0", "=SUM($A$1:$C$9)"),
        (ref(0, 0) + number(3) + struct.pack("<BH", 0x41, 27), "=ROUND(A1,3)"),
        (ref(0, 0) + number(1) + b"\x0b" + b"\x17\x01\0x" + b"\x17\x01\x01\x32\x75" +
         struct.pack("<BBH", 0x42, 3, 1), '=IF(A1=1,"x","甲")'),
        (b"\x17\x03\0a\"b", '="a""b"'),
        (struct.pack("<BHHH", 0x5A, 0, 1, 1), "=参数!$B$2"),
        (struct.pack("<BHHH", 0x5A, 2, 13, REL | 2), "='1号车间''明细'!C14"),
        (struct.pack("<BHHHHH", 0x3B, 0, 0, 8, 0, 0), "=参数!$A$1:$A$9"),
        (ref(0, 0) + b"\x15\x13" + struct.pack("<Bd", 0x1F, 0.00000015) + b"\x07", "=-(A1)^1.5E-7"),
        (number(5) + b"\x14\x12", "=+5%"),
        (b"\x1d\x01\x1d\x00\x0e", "=TRUE<>FALSE"),
        (b"\x1c\x07" + number(1) + b"\x03", "=#DIV/0!+1"),
        (b"\x2a\0\0\0\0" + number(1) + b"\x03", "=#REF!+1"),
        (struct.pack("<Bd", 0x1F, 1e15), "=1E+15"),
        (struct.pack("<BHH", 0x19 | 0, 0x40, 0)[:4] + number(7), "=7"),
    ],
)  # fmt: skip
def test_tokens_as_excel_shows_them(tokens: bytes, text: str) -> None:
    assert shown(tokens) == text


@pytest.mark.parametrize(
    "tokens",
    [
        b"",
        b"\x03",
        number(1) + number(2),
        struct.pack("<BI", 0x23, 1) + bytes(2),  # a name
        struct.pack("<BHHH", 0x5A, 1, 1, 1),  # another workbook
        struct.pack("<BHHH", 0x5A, 9, 1, 1),
        struct.pack("<BBH", 0x42, 1, 255),  # a function of an add-in
        struct.pack("<BBH", 0x42, 9, 4),
        b"\x20" + bytes(7),
        b"\x44\x00",
        b"\x17\xff\0abc",
        b"\xff",
    ],
)
def test_what_is_not_taken_apart_is_said_to_be_there(tokens: bytes) -> None:
    assert shown(tokens) == UNSHOWN


@given(st.binary(max_size=60))
def test_any_bytes_are_taken_without_harm(tokens: bytes) -> None:
    assert shown(tokens).startswith("=")


@pytest.mark.parametrize(
    ("row", "column", "flags", "text"),
    [(-1, -1, REL, "=B4"), (2, 0, REL, "=C7"), (0, 3, 0x8000, "=$D5"), (0, 0, 0x4000, "=C$1")],
)
def test_references_of_shared_formulas_count_from_their_cell(
    row: int, column: int, flags: int, text: str
) -> None:
    assert shown(ref(row, column, flags, 0x4C), (4, 2)) == text


def test_shared_formulas_and_arrays_are_written_out_for_their_cells() -> None:
    def rec(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def formula(row: int, column: int, tokens: bytes) -> bytes:
        head = struct.pack("<HHH", row, column, 0) + struct.pack("<d", 1.0) + bytes(6)
        return rec(0x06, head + struct.pack("<H", len(tokens)) + tokens)

    def elsewhere(row: int, column: int) -> bytes:
        return struct.pack("<BHH", 0x01, row, column)

    share = ref(0, -1, REL, 0x4C) + number(2) + b"\x05"
    fill = struct.pack("<BHHHH", 0x25, 0, 2, 0, 0) + number(3) + b"\x05"
    begin = rec(0x809, struct.pack("<HH", 0x600, 5) + bytes(12))
    sheet = rec(0x809, struct.pack("<HH", 0x600, 0x10) + bytes(12)) + (
        formula(0, 1, elsewhere(0, 1))
        + rec(0x4BC, struct.pack("<HHBBBBH", 0, 1, 1, 1, 0, 2, len(share)) + share)
        + formula(1, 1, elsewhere(0, 1))
        + formula(0, 3, elsewhere(0, 3))
        + rec(0x221, struct.pack("<HHBBHIH", 0, 2, 3, 3, 0, 0, len(fill)) + fill)
        + rec(0x0A)
    )
    name = b"\x01\0S"
    bound = rec(0x85, struct.pack("<IH", len(begin) + 4 + 6 + len(name) + 4, 0) + name)
    stream = begin + bound + rec(0x0A) + sheet
    found = [f for _, f in read_formulas(compound_file({"Workbook": stream}), [0])]
    assert found == [
        Formula(2, 1, "=A1*2"),
        Formula(4, 1, "=$A$1:$A$3*3", CellRange(4, 1, 4, 3)),
        Formula(2, 2, "=A2*2"),
    ]
    old = [f for _, f in read_formulas(compound_file({"Book": stream}), [0])]
    assert {f.text for f in old} == {UNSHOWN}
