"""200 000 rows and 50 sheets stream through the window's process without filling its memory."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from cfpdesk.exchange.client_workbook.reading import read_workbook
from cfpdesk.model.sheet import SheetInfo
from cfpdesk.model.sheet_block import RowBlock, rows_in_block
from tests.exchange.workbook_files import MAIN, xlsx_parts

pytestmark = pytest.mark.slow
MOST = 24 * 1024 * 1024


class Counted:
    """A sink that keeps nothing."""

    def __init__(self) -> None:
        self.sheets = self.rows_seen = self.bytes = 0
        self.last: RowBlock | None = None

    def begin_sheet(self, info: SheetInfo) -> None:
        self.sheets += 1

    def rows(self, block: RowBlock) -> None:
        self.rows_seen += block.count
        self.bytes += len(block.data)
        self.last = block

    def end_sheet(self) -> None: ...


def write(path: Path, sheets: int, rows: int) -> None:
    parts = xlsx_parts(*[""] * sheets)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, data in parts.items():
            if not name.startswith("xl/worksheets/"):
                made.writestr(name, data)
                continue
            with made.open(name, "w", force_zip64=True) as target:
                target.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for row in range(1, rows + 1):
                    cells = "".join(
                        f'<c r="{letter}{row}"><v>{row * 1.25}</v></c>' for letter in "ABCDEFGHIJ"
                    )
                    text = f'<c r="K{row}" t="str"><v>物料 {row}</v></c>'
                    target.write(f'<row r="{row}">{cells}{text}</row>'.encode())
                target.write(b"</sheetData></worksheet>")


@pytest.mark.parametrize(("sheets", "rows"), [(1, 200_000), (50, 2_000)])
def test_large_workbooks_stream(sheets: int, rows: int, tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    write(path, sheets, rows)
    sink = Counted()
    tracemalloc.start()
    try:
        info = read_workbook(path, sink)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (sink.sheets, sink.rows_seen) == (sheets, sheets * rows)
    assert [sheet.rows for sheet in info.sheets] == [rows] * sheets
    assert sink.last is not None
    assert sink.last.rows()[-1][10].text == f"物料 {rows}"
    assert sink.last.count <= rows_in_block(11)
    assert peak < MOST < sink.bytes * 3
