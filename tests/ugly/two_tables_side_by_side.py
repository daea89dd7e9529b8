"""An English inventory of a pump beside its bill of materials: merged stages, subtotals, a note."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.ugly.filled import save

NAME = "LCI_pump_rev3.xlsx"
_HEAD = ("Stage", "Input", "Amount", "Unit", "EF", "kg CO2e")
_LINES: tuple[tuple[str | float, ...], ...] = (
    ("Raw materials", "Steel S235", "12.5", "kg", 2.31, 28.875),
    ("", "Copper wire", 1.2, "kg", 4.5, 5.4),
    ("", "Subtotal", "", "", "", 34.275),
    ("Manufacturing", "Electricity", 45, "kWh", 0.5777, 25.9965),
    ("", "Compressed air", "3.2", "m3", 0.1, 0.32),
    ("", "Subtotal", "", "", "", 26.3165),
    ("Transport", "Truck", "1,250.5", "tkm", 0.078, 97.539),
    ("Total", "", "", "", "", 158.1305),
)


def make(path: Path) -> None:
    """Write it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "LCI (rev.3)"
    sheet["B2"] = "Life cycle inventory of 1 pump"
    for column, text in zip("BCDEFG", _HEAD, strict=True):
        sheet[f"{column}4"] = text
    sheet["F5"] = "kgCO2e/unit"
    results: dict[str, float] = {}
    for row, line in enumerate(_LINES, start=6):
        for column, value in zip("BCDEF", line[:5], strict=True):
            sheet[f"{column}{row}"] = value
        sums = {8: "=SUM(G6:G7)", 11: "=SUM(G9:G10)", 13: "=G8+G11+G12"}
        sheet[f"G{row}"] = sums.get(row, f"=D{row}*F{row}")
        results[f"G{row}"] = float(line[5])
    sheet["B14"] = "* EF from ecoinvent 3.9"
    sheet.merge_cells("B6:B7")
    sheet.merge_cells("B9:B10")
    beside: dict[str, str | float] = {
        "K4": "Bill of materials", "K5": "Part", "L5": "Mass", "K6": "Housing", "L6": 10,
        "K7": "Shaft", "L7": 2.5,
    }  # fmt: skip
    for place, value in beside.items():
        sheet[place] = value
    save(book, path, {"LCI (rev.3)": results})
