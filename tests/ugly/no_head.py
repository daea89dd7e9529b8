"""An export without a head: codes, figures, units."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NAME = "导出.xlsx"


def make(path: Path) -> None:
    """Write it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for n in range(20):
        sheet.append([f"A{n}", n * 1.5, "kg", 2.5])
    book.save(path)
