"""csv in the encodings and with the delimiters that clients have; everything stays text."""

import pytest

from cfpdesk.exchange.client_workbook.refusal import Refusal, WorkbookError
from cfpdesk.model.sheet import CellKind, WorkbookForm
from tests.exchange.workbook_files import read

TEXT = '月份,电量 kWh,备注\r\n2025-01,"1,234.5",谷电\r\n2025-02,１２３,\r\n'
ROWS = [["月份", "电量 kWh", "备注"], ["2025-01", "1,234.5", "谷电"], ["2025-02", "１２３", None]]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_encodings(encoding: str, told: str) -> None:
    digits = "".join(f"2025-03,{n},\r\n" for n in range(60))  # enough to tell UTF-16 without a mark
    info, kept = read((TEXT + digits).encode(encoding))
    assert kept.values()[:3] == ROWS
    assert (info.form, info.encoding, info.delimiter) == (WorkbookForm.CSV, told, ",")
    assert len(kept.sheets["csv"]) == 63
    assert info.notes == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    text = TEXT.replace('"1,234.5"', "1.5").replace(",", delimiter)
    info, kept = read(text.encode("gb18030"))
    assert info.delimiter == delimiter
    assert kept.values()[1] == ["2025-01", "1.5", "谷电"]


def test_a_decimal_comma_is_no_delimiter() -> None:
    info, kept = read(b"1,5;2,5\n3,5;-4,25\n")
    assert info.delimiter == ";"
    assert kept.values() == [["1,5", "2,5"], ["3,5", "-4,25"]]


def test_semicolons_in_remarks_are_no_delimiters() -> None:
    info, _ = read(b"a,b\n1,x;y\n2,x;z\n")
    assert info.delimiter == ","


def test_a_tab_that_keeps_long_numbers_text_is_no_delimiter() -> None:
    info, kept = read(b'n,code,kg\n1,"320500000000000001\t",3\n2,"320500000000000002\t",4\n')
    assert info.delimiter == ","
    assert kept.values()[1] == ["1", "320500000000000001\t", "3"]


def test_the_line_that_names_the_delimiter_is_no_row() -> None:
    info, kept = read(b"sep=|\r\na|b\r\n1|2\r\n")
    assert info.delimiter == "|"
    assert kept.values() == [["a", "b"], ["1", "2"]]


def test_one_column_and_ragged_rows() -> None:
    assert read(b"a\nb\n")[1].values() == [["a"], ["b"]]
    assert read(b"a,b,c\n1\n1,2,3,4\n")[1].values() == [
        ["a", "b", "c", None],
        ["1", None, None, None],
        ["1", "2", "3", "4"],
    ]


def test_empty_rows_stay_inside_and_go_at_the_end() -> None:
    info, kept = read(b"a,b\n\n,\n1,2\n\n,,\n")
    assert kept.values()[:2] == [["a", "b", None], [None, None, None]]
    assert info.sheets[0].rows == 4


def test_line_breaks_in_quotes() -> None:
    assert read(b'a,b\n"x\ny",2\n')[1].values()[1] == ["x\ny", "2"]


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    lines = "".join(f"{n},ok\n" for n in range(400))
    info, kept = read(f'a,b\n1,"3/4 inch\n{lines}'.encode())
    assert len(kept.sheets["csv"]) == 402
    assert kept.values()[1] == ["1", '"3/4 inch']
    assert "never closed" in info.notes[0].text("en")


def test_text_behind_a_closed_quote_is_taken_as_it_is() -> None:
    info, kept = read(b'a,b\n"x"y,"1,5"\n')
    assert kept.values()[1] == ["xy", "1,5"]
    assert info.notes == ()


def test_a_few_broken_characters_are_told() -> None:
    data = "月份,电量\n一月,1\n".encode() + b"\xff\xfe\xff,2\n"
    info, kept = read(data)
    assert info.encoding == "utf-8"
    assert kept.values()[1] == ["一月", "1"]
    assert "3 characters" in info.notes[0].text("en")


def test_a_person_may_know_the_encoding_better() -> None:
    data = "Größe;Ä\n1;2\n".encode("cp1252")
    assert read(data)[0].encoding == "gb18030"  # it cannot be told
    info, kept = read(data, encoding="cp1252")
    assert (info.encoding, kept.values()[0]) == ("cp1252", ["Größe", "Ä"])


def test_numbers_stay_text() -> None:
    _, kept = read(b"0012,1e5,TRUE,#REF!\n")
    assert [cell.kind for cell in kept.sheets["csv"][0]] == [CellKind.TEXT] * 4


def test_too_many_columns() -> None:
    with pytest.raises(WorkbookError) as caught:
        read(b"," * 20_000 + b"\n1\n")
    assert caught.value.why is Refusal.TOO_MANY_CELLS


def test_rows_come_in_blocks_in_order() -> None:
    data = "".join(f"{n},x\n" for n in range(1, 5001)).encode()
    _, kept = read(data)
    assert [row[0].value for row in kept.sheets["csv"]] == [str(n) for n in range(1, 5001)]


def test_a_stray_quote_does_not_swallow_the_rows_up_to_the_next_one() -> None:
    text = 'id,name,amount\n1,"abc,2\n2,x,3\n3,"def,4\n4,y,5\n'
    info, kept = read(text.encode())
    assert [row[0] for row in kept.values()] == ["id", "1", "2", "3", "4"]
    (note,) = info.notes
    assert "quotation marks were taken as text" in note.text("en")
    whole = 'id,name\n1,"two\nlines"\n2,"an ""old"" pipe"\n'
    assert read(whole.encode())[1].values()[1] == ["1", "two\nlines"]
