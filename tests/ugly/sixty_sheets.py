"""A summary over sixty sheets of workshops, by formulas across them; one result is typed (E10)."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.ugly.filled import save

NAME = "车间用电.xlsx"
WORKSHOPS = 58
FACTOR = 0.5777


def make(path: Path) -> None:
    """Write it."""
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet)
    summary.title = "汇总表"
    summary.append(["序号", "车间", "用电量(kWh)", "电力因子 kgCO2e/kWh", "排放量 (kgCO2e)"])
    results: dict[str, dict[str, float]] = {"汇总表": {}}
    for number in range(1, WORKSHOPS + 1):
        row = number + 1
        name = f"{number}号车间'明细" if number % 2 else f"{number}#"
        sheet = book.create_sheet(name)
        sheet.append(["日期", "表号", "抄见(kWh)"])
        for month in range(1, 13):
            sheet.append([date(2025, month, 28), f"T{number:02}", 100 * number + month])
        total = 1200 * number + 78
        sheet.append(["合计", None, "=SUM(C2:C13)"])
        results[name] = {"C14": total}
        quoted = name.replace("'", "''")
        summary.append(
            [number, f"{number}号车间", f"='{quoted}'!C14", "=参数!$B$2", f"=C{row}*D{row}"]
        )
        results["汇总表"] |= {f"C{row}": total, f"D{row}": FACTOR, f"E{row}": total * FACTOR}
    summary["E10"] = 4321.5
    other = book.create_sheet("参数")
    other.append(["名称", "值"])
    other.append(["电力因子", FACTOR])
    save(book, path, results)
