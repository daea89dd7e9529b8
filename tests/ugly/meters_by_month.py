"""Water meters: months as dates, sums of quarters between them, gaps where a meter stood still."""

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NAME = "用水.xlsx"
METERS = 6


def make(path: Path) -> None:
    """Write it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "用水"
    sheet.append(["自来水 用量统计 (m³)"])
    head: list[object] = ["表计"]
    for quarter in range(4):
        months = range(3 * quarter + 1, 3 * quarter + 4)
        head += [datetime(2025, month, 1) for month in months]  # noqa: DTZ001 - a cell has no zone
        head.append(f"{quarter + 1}季度小计")
    sheet.append([*head, "年合计"])
    for meter in range(1, METERS + 1):
        line: list[object] = [f"W{meter}"]
        for quarter in range(4):
            read = [10 * meter + 3 * quarter + n for n in range(3)]
            line += [*read, sum(read)]
        if meter == METERS:
            line[2] = None
        sheet.append([*line, sum(v for n, v in enumerate(line) if isinstance(v, int) and n % 4)])
    book.save(path)
