"""A plastics list typed by hand: quantities with units, full-width digits, errors, a hidden line.

Beside it stand an outdated hidden sheet and a very hidden one.
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NAME = "清单 (最终版)(2).xlsx"
_LINES = (
    ("原料", "聚丙烯 PP", "１２，０００ kg", "1.95", "23400", 45658),
    ("", "色母粒", "3 200公斤", 2.1, "6,720.00", 45689),
    ("", "包装纸箱", "约500个", 0.8, "400", 45717.5),
    ("制造", "电", "36.5万度", "0.5777", "210,860.5", "2025/13/45"),
    ("", "蒸汽", "#DIV/0!", 110, "#DIV/0!", 45778),
    ("", "压缩空气", "－", "—", "0", "二〇二五年三月"),
    ("运输", "柴油货车", "1.2E+05 t·km", "0.078", "9360", "25.6.1"),
    ("", "合 计", "", "", "250,740.5", ""),
)


def make(path: Path) -> None:
    """Write it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "清单 (最终版)(2)"
    sheet.append(["", "碳足迹清单"])
    sheet.append([])
    sheet.append(["", "阶段", "过程/物料", "消耗量", "因子", "碳排放", "数据日期"])
    sheet.append(["", "", "", "(含单位)", "kgCO2e/单位", "kgCO2e", ""])
    for line in _LINES:
        sheet.append(["", *line])
    for place in ("D9", "F9"):
        sheet[place].data_type = "e"
    sheet.row_dimensions[7].hidden = True
    old = book.create_sheet("旧版")
    old.sheet_state = "hidden"
    old.append(["物料", "用量", "因子", "排放"])
    old.append(["PP", 1, 2, 2])
    deep = book.create_sheet("vh")
    deep.sheet_state = "veryHidden"
    deep.append(["x"])
    book.save(path)
