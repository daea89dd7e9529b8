"""Writing workbooks as a spreadsheet program leaves them: with the results beside the formulas.

openpyxl writes formulas without their results; a client's file has both, so they are put in
afterwards. Times inside the file and its zip are fixed, so that equal content is equal bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | Decimal | datetime | None
SAVED = datetime(2026, 3, 5, 17, 42, 10)  # noqa: DTZ001 - a spreadsheet knows no zones
_ZIP_TIME = (2026, 3, 5, 17, 42, 10)
_HEAD = PatternFill("solid", fgColor="D9E2EC")
_SUM = PatternFill("solid", fgColor="F2F2F2")
_LINE = Border(*(Side(style="thin", color="A6A6A6"),) * 4)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


class Book:
    """A workbook in the making."""

    def __init__(self, author: str) -> None:
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self.workbook.properties.creator = author
        self.workbook.properties.lastModifiedBy = author
        self.workbook.properties.created = SAVED
        self._results: dict[tuple[str, str], str] = {}

    def sheet(self, title: str, widths: Sequence[float]) -> Worksheet:
        """Add a sheet with columns of the given widths."""
        found: Worksheet = self.workbook.create_sheet(title)
        for number, width in enumerate(widths):
            found.column_dimensions[chr(65 + number)].width = width
        return found

    def formula(self, sheet: Worksheet, cell: str, text: str, result: Decimal | int) -> None:
        """Write a formula and remember what it comes to."""
        sheet[cell] = text
        self._results[sheet.title, cell] = format(result, "f")

    def to_bytes(self) -> bytes:
        """Return the file."""
        raw = io.BytesIO()
        self.workbook.save(raw)
        out = io.BytesIO()
        titles = {
            f"xl/worksheets/sheet{n}.xml": title
            for n, title in enumerate(self.workbook.sheetnames, 1)
        }
        with (
            zipfile.ZipFile(raw) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                data = source.read(name)
                if name in titles:
                    data = self._with_results(titles[name], data.decode()).encode()
                elif name == "docProps/core.xml":
                    stamp = SAVED.strftime("%Y-%m-%dT%H:%M:%SZ")
                    data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", stamp.encode(), data)
                entry = zipfile.ZipInfo(name, _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                target.writestr(entry, data)
        return out.getvalue()

    def _with_results(self, title: str, xml: str) -> str:
        def fill(match: re.Match[str]) -> str:
            result = self._results[title, match["cell"]]
            return f"{match['start']}<v>{result}</v>"

        pattern = r'(?P<start><c r="(?P<cell>[A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)'
        return re.sub(pattern, fill, xml)


def row(
    sheet: Worksheet,
    number: int,
    values: Iterable[Value],
    *,
    bold: bool = False,
    fill: bool = False,
) -> None:
    """Write a bordered row from column A on."""
    for column, value in enumerate(values, 1):
        cell = sheet.cell(number, column, value)
        cell.border = _LINE
        if bold:
            cell.font = Font(bold=True)
        if fill:
            cell.fill = _SUM
        if isinstance(value, Decimal | int | float):
            cell.number_format = "#,##0.00" if value != int(value) else "#,##0"


def head(sheet: Worksheet, number: int, values: Iterable[Value]) -> None:
    """Write a heading row."""
    row(sheet, number, values, bold=True)
    for cell in sheet[number]:
        cell.fill = _HEAD
        cell.alignment = CENTRE


def banner(sheet: Worksheet, cells: str, text: str, size: int = 14) -> None:
    """Write a title across merged cells."""
    sheet.merge_cells(cells)
    first = sheet[cells.partition(":")[0]]
    first.value = text
    first.font = Font(bold=True, size=size)
    first.alignment = CENTRE
