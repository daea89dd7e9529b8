"""A steel works' ledger: heads over three rows, merged, units in them, months beside their sum.

One yearly sum (P8) is typed over its formula.
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.ugly.filled import save

NAME = "能源消耗.xlsx"
SHEET = "2025能源消耗"
_LINES = (
    ("外购电力", "万kWh", 30, 5.777, "tCO2e/万kWh"),
    ("天然气", "万Nm³", 4, 21.62, "tCO2e/万Nm³"),
    ("热轧卷", "t", 1050, 2.31, "tCO2e/t"),
    ("蒸汽", "GJ", 430, 0.11, "tCO2e/GJ"),
    ("柴油", "L", 1500, 0.00263, "tCO2e/L"),
)


def make(path: Path) -> None:
    """Write it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    _heads(sheet)
    results: dict[str, float] = {}
    for at, (name, unit, base, factor, factor_unit) in enumerate(_LINES):
        row = 6 + at
        sheet.cell(row, 1, at + 1)
        sheet.cell(row, 2, name)
        sheet.cell(row, 3, unit)
        for month in range(12):
            sheet.cell(row, 4 + month, base + month)
        total = base * 12 + 66
        sheet.cell(row, 16, f"=SUM(D{row}:O{row})")
        sheet.cell(row, 17, factor)
        sheet.cell(row, 18, factor_unit)
        sheet.cell(row, 19, f"=P{row}*Q{row}")
        if row == 8:
            sheet["P8"], total = 12600, 12600
        results |= {f"P{row}": total, f"S{row}": total * factor}
    sheet["B11"] = "合计"
    sheet["S11"] = "=SUM(S6:S10)"
    results["S11"] = sum(value for place, value in results.items() if place.startswith("S"))
    sheet["B12"] = "注：电力按月抄表"
    save(book, path, {SHEET: results})


def _heads(sheet: Worksheet) -> None:
    texts = {
        "A1": "XX钢铁有限公司 2025年度能源、物料消耗及碳排放台账", "A2": "编制：张三   审核：李四",
        "A3": "序号", "B3": "排放源", "C3": "单位", "D3": "活动水平数据（2025年）",
        "D4": "上半年", "J4": "下半年", "P4": "全年合计", "Q3": "排放因子", "Q4": "数值",
        "R4": "单位", "S3": "碳排放量", "S4": "tCO2e",
    }  # fmt: skip
    for place, text in texts.items():
        sheet[place] = text
    for month in range(12):
        sheet[f"{get_column_letter(4 + month)}5"] = f"{month + 1}月"
    for area in ("A1:S1", "A2:S2", "A3:A5", "B3:B5", "C3:C5", "D3:P3", "D4:I4", "J4:O4", "P4:P5",
                 "Q3:R3", "Q4:Q5", "R4:R5", "S4:S5"):  # fmt: skip
        sheet.merge_cells(area)
