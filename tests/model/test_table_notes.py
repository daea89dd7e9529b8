"""What is to be known about a table before it is worked with."""

from collections.abc import Sequence
from dataclasses import replace

from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn, DatasetKind
from cfpdesk.model.sheet import SheetInMemory
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.model.table_notes import NoteKind, TableNote, notes_of_table
from cfpdesk.model.table_rows import read_table
from tests.sheet_builders import client_file, sheet_of

HEADER = ["编号", "排放源", "活动数据", "单位", "排放量"]


def _notes(sheet: SheetInMemory) -> tuple[TableNote, ...]:
    roles = ("id", "source", "activity", "activity_unit", "emissions")
    columns = [
        DatasetColumn(dataset="d", role=ColumnRole(role), column=letter)
        for role, letter in zip(roles, "ABCDE", strict=True)
    ]
    dataset = Dataset(row="d", header_rows=1)
    reading = read_table(sheet, dataset, columns)
    return notes_of_table(sheet.info, dataset, columns, reading.rows, reading.sums)


def _said(
    lines: Sequence[Sequence[object]],
    merged: Sequence[str] = (),
    hidden_rows: Sequence[tuple[int, int]] = (),
) -> list[str]:
    notes = _notes(sheet_of([HEADER, *lines], merged=merged, hidden_rows=hidden_rows))
    return [note.sentence.text("en") for note in notes]


def test_the_sample_has_nothing_to_say() -> None:
    sheets, formulas = client_file("恒锐_CFP_2025.xlsx")
    for guess in guess_tables(sheets, formulas):
        sheet = next(s for s in sheets if s.info.name == guess.sheet)
        dataset, columns = guess.dataset("d"), guess.records("d")
        reading = read_table(sheet, dataset, columns)
        notes = notes_of_table(sheet.info, dataset, columns, reading.rows, reading.sums)
        assert [note.kind for note in notes] == []


def test_each_kind_is_said_once_with_its_first_cells() -> None:
    said = _said(
        [
            ["R1", "钢", 1, "t", "#REF!"],
            ["R1", "铝", "1,5", "", -3],
            ["R2", "铜", "约 3", "t", None],
            ["R3", "锌", 2, "t", 4],
            ["", "合计", "", "", 7],
        ],
        hidden_rows=[(5, 5)],
    )
    assert said == [
        "The client hid 1 line: rows 5",
        "1 cell shows an error: E2",
        "1 number is kept as text; see how they were read: C3",
        "1 cell is not what the column holds: C4",
        "1 line has no figure: E4",
        "1 figure has no unit: C3",
        "1 number occurs before: A3",
        "1 figure is negative: E3",
        "Row 6 “合计”, Emissions: it shows 7, rows 2 to 5 add up to 1.",
    ]


def test_a_merged_figure_and_a_date_that_came_as_a_number() -> None:
    lines: list[Sequence[object]] = [["R1", "锅炉", 5, "t", 1], ["R2", "锅炉", None, "t", 2]]
    assert _said(lines, merged=["C2:C3"]) == [
        "1 cell is merged with one above; its figure counts once: C3"
    ]
    columns = [
        DatasetColumn(dataset="d", role=ColumnRole(role), column=letter)
        for role, letter in (("date", "A"), ("amount", "B"))
    ]
    dataset = Dataset(row="d", kind=DatasetKind.POPULATION, header_rows=1)
    sheet = sheet_of([["日期", "数量"], [45662, 1]])
    reading = read_table(sheet, dataset, columns)
    (date, unit) = notes_of_table(sheet.info, dataset, columns, reading.rows)
    assert (date.kind, date.cells, unit.kind) == (NoteKind.DATE, ("A2",), NoteKind.NO_UNIT)


def test_many_are_counted_and_few_are_named() -> None:
    (note,) = _notes(sheet_of([HEADER, *[["R", f"源{n}", 1, "t", n] for n in range(9)]]))
    assert (note.kind, note.count, len(note.cells)) == (NoteKind.DUPLICATE, 8, 5)
    assert note.sentence.text("en") == "8 numbers occur before: A3, A4, A5, A6, A7 …"


def test_a_hidden_column_and_a_sum_of_nothing() -> None:
    sheet = sheet_of([HEADER, ["", "合计", "", "", 7]])
    info = replace(sheet.info, hidden_columns=((3, 4),))
    notes = _notes(replace(sheet, info=info))
    assert [note.sentence.text("en") for note in notes] == [
        "Columns that the client hid: C, D",
        "Row 2 “合计”: there are no lines that it could add up.",
    ]
    assert all(note.sentence.text("zh") for note in notes)
