"""Purchases: for each month a quantity and what was paid, under merged heads."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NAME = "采购.xlsx"
_MATERIALS = ("废钢", "生铁", "铁合金", "石灰")


def make(path: Path) -> None:
    """Write it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "采购"
    months = [text for month in range(1, 13) for text in (f"2025年{month}月", None)]
    sheet.append(["物料", "供应商", *months])
    sheet.append([None, None, *["金额(元)", "数量(t)"] * 12])
    for month in range(12):
        column = 3 + 2 * month
        sheet.merge_cells(start_row=1, start_column=column, end_row=1, end_column=column + 1)
    for n, name in enumerate(_MATERIALS, 1):
        pairs = [x for month in range(12) for x in (1000.5 * n + month, 10 * n + month)]
        sheet.append([name, f"供应商{n}", *pairs])
    book.save(path)
