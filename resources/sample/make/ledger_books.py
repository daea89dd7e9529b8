"""The two ledgers as workbooks: `带钢入库单_2025.xlsx` and `原料运单_2025.xlsx`."""

from datetime import datetime, time

from resources.sample.make.ledgers import STRIP_T, TONNE_KM, notes, waybills
from resources.sample.make.mill import CLIENT
from resources.sample.make.sheets import Book, banner, head, row


def note_ledger() -> bytes:
    """Return the ledger of delivery notes with its sum at the foot."""
    book = Book("邵明")
    sheet = book.sheet("入库单", (14, 12, 22, 16, 8, 14, 10, 10, 11, 14, 10))
    banner(sheet, "A1:K1", f"{CLIENT} 带钢入库单台账 2025")
    head(
        sheet,
        3,
        (
            "入库单号",
            "日期",
            "供应商",
            "牌号规格 mm",
            "卷数",
            "车船号",
            "毛重 t",
            "皮重 t",
            "净重 t",
            "磅单号",
            "经手人",
        ),
    )
    at = 3
    for at, note in enumerate(notes(), 4):
        row(
            sheet,
            at,
            (
                note.number,
                datetime.combine(note.day, time()),
                note.supplier,
                note.grade,
                note.coils,
                note.vehicle,
                note.gross,
                note.tare or None,
                note.net,
                note.ticket,
                note.clerk,
            ),
        )
        sheet[f"B{at}"].number_format = "yyyy-mm-dd"
        for column in "GHI":
            sheet[f"{column}{at}"].number_format = "0.00"
    row(sheet, at + 1, ("合计",), bold=True, fill=True)
    book.formula(sheet, f"I{at + 1}", f"=SUM(I4:I{at})", STRIP_T)
    sheet[f"I{at + 1}"].number_format = "#,##0.00"
    sheet.freeze_panes = "B4"
    return book.to_bytes()


def waybill_ledger() -> bytes:
    """Return the ledger of waybills with its sums at the foot."""
    book = Book("邵明")
    sheet = book.sheet("运单", (14, 12, 14, 14, 18, 18, 10, 10, 14))
    banner(sheet, "A1:I1", f"{CLIENT} 原料运单台账 2025")
    head(
        sheet,
        3,
        (
            "运单号",
            "日期",
            "承运人",
            "车牌",
            "起运地",
            "货物",
            "重量 t",
            "里程 km",
            "周转量 t·km",
        ),
    )
    at = 3
    for at, bill in enumerate(waybills(), 4):
        row(
            sheet,
            at,
            (
                bill.number,
                datetime.combine(bill.day, time()),
                bill.carrier,
                bill.plate,
                bill.start,
                bill.goods,
                bill.weight,
                bill.km,
                None,
            ),
        )
        book.formula(sheet, f"I{at}", f"=G{at}*H{at}", bill.tonne_km)
        sheet[f"B{at}"].number_format = "yyyy-mm-dd"
        for column in "GI":
            sheet[f"{column}{at}"].number_format = "0.00"
    row(sheet, at + 1, ("合计",), bold=True, fill=True)
    book.formula(sheet, f"G{at + 1}", f"=SUM(G4:G{at})", STRIP_T)
    book.formula(sheet, f"I{at + 1}", f"=SUM(I4:I{at})", TONNE_KM)
    for column in "GI":
        sheet[f"{column}{at + 1}"].number_format = "#,##0.00"
    sheet.freeze_panes = "B4"
    return book.to_bytes()
