"""Slips of diesel: a head on each page, dates without format, a slip twice, one negative."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.ugly.filled import save

NAME = "柴油领用.xlsx"
_HEAD = ["单据号", "领用日期", "车号", "数量(L)", "单价", "金额（元）", "备注"]


def make(path: Path) -> None:
    """Write it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "柴油领用"
    sheet.append(["柴油领用明细"])
    sheet.append(["部门：物流", "", "", "单位：升"])
    results: dict[str, float] = {}
    sums = []
    for month in range(1, 5):
        sheet.append(_HEAD)
        first = sheet.max_row + 1
        for n in range(5):
            number = "LY02002" if (month, n) == (2, 3) else f"LY{month:02}{n:03}"
            amount = -50 if (month, n) == (3, 1) else 100 + n * 7.5
            row = first + n
            sheet.append([number, 45658 + 30 * (month - 1) + n, f"苏B{n}", amount, 7.5])
            sheet[f"F{row}"] = f"=D{row}*E{row}"
            results[f"F{row}"] = amount * 7.5
        last = first + 4
        total = sum(float(sheet[f"D{row}"].value or 0) for row in range(first, last + 1))
        sheet.append(["本月合计", None, None, f"=SUM(D{first}:D{last})"])
        results[f"D{last + 1}"] = total
        sums.append((last + 1, total))
    sheet.append(["累计", None, None, "=" + "+".join(f"D{row}" for row, _total in sums)])
    results[f"D{sheet.max_row}"] = sum(total for _row, total in sums)
    sheet.column_dimensions["E"].hidden = True
    save(book, path, {"柴油领用": results})
