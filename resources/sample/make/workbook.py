"""The client's calculation workbook, `恒锐_CFP_2025.xlsx`, as a spreadsheet user builds one."""

from decimal import Decimal

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from resources.sample.make.invoices import amounts, number
from resources.sample.make.ledgers import NOTES, STRIP_T, TONNE_KM, WAYBILLS
from resources.sample.make.mill import CLIENT, KWH, LINES, MADE, OUTPUT_T, RAW, Line
from resources.sample.make.sheets import Book, banner, head, row

FIRST = 7  # of the lines in the inventory; P1 falls on row 13
_PACKING = (
    ("PE 膜", "kg", "21000", "2.60"),
    ("镀锌钢带", "kg", "18600", "2.55"),
    ("木托", "kg", "56400", "1.51"),
)


def workbook() -> bytes:
    """Return the file."""
    book = Book("周婷")
    _cover(book)
    _notes(book)
    _inventory(book)
    _electricity(book)
    _transport(book)
    _packing(book)
    _factors(book)
    _summary(book)
    _old(book)
    book.workbook.active = 2
    return book.to_bytes()


def _cover(book: Book) -> None:
    sheet = book.sheet("封面", (4, 18, 18, 18, 18, 4))
    banner(sheet, "B3:E5", "产品碳足迹计算表", 22)
    banner(sheet, "B7:E7", "精密冷轧带钢 SPCC 0.5–2.0 mm", 14)
    facts = (
        ("编制单位", CLIENT),
        ("声明单位", "1 t 产品"),
        ("系统边界", "摇篮到大门"),
        ("数据时段", "2025-01-01 至 2025-12-31"),
        ("编制 / 审核", "周婷 / 王建华"),
        ("版本", "V2，2026-03-05"),
    )
    for at, (name, value) in enumerate(facts, 10):
        sheet[f"B{at}"] = name
        sheet.merge_cells(f"C{at}:E{at}")
        sheet[f"C{at}"] = value
    sheet.sheet_view.showGridLines = False


def _notes(book: Book) -> None:
    sheet = book.sheet("说明", (6, 90))
    banner(sheet, "A1:B1", "填表说明")
    texts = (
        "排放量 = 活动数据 × 排放因子 × GWP，单位 kgCO₂e。",
        "黄色单元格为手填，其余为公式；请勿插入行，以免“汇总”引用错位。",
        "活动数据取自采购入库单、运单、电费发票、燃气结算单和领料单。",
        "因子级别 a 实测/物料平衡，b 供应商，c 区域，d 国内，e 国际（规则 6.2）。",
        "GWP 取 IPCC 第六次评估报告（AR6）100 年值。",
        "电力因子取国家公告值。",
    )
    for at, text in enumerate(texts, 3):
        sheet[f"A{at}"] = at - 2
        sheet[f"B{at}"] = text
        sheet[f"B{at}"].alignment = Alignment(wrap_text=True)


def _inventory(book: Book) -> None:
    sheet = book.sheet("清单", (10, 7, 28, 9, 15, 14, 8, 18, 8, 34, 14))
    banner(sheet, "A1:K1", "排放清单（2025 年）", 16)
    banner(sheet, "A2:K2", f"{CLIENT} · 声明单位 1 t · 摇篮到大门", 11)
    banner(sheet, "A3:K3", "表 6 的数据来自本表", 10)
    head(sheet, 4, ("阶段", "编号", "排放源", "活动数据", None, "因子", None, "排放量", "级别"))
    head(sheet, 5, (None, None, None, "单位", "数量", "排放因子", "GWP", "数量", None))
    head(sheet, 6, (None, None, None, None, "（D 列单位）", "kgCO₂e/单位", "–", "kgCO₂e", "a–e"))
    for column, title in (("J", "因子来源"), ("K", "备注")):
        sheet[f"{column}4"] = title
        sheet[f"{column}4"].font = Font(bold=True)
    for cells in ("D4:E4", "F4:G4", "A4:A6", "B4:B6", "C4:C6", "I4:I5", "J4:J6", "K4:K6"):
        sheet.merge_cells(cells)
    at = FIRST
    ends = []
    for stage, lines in (("原材料阶段", RAW), ("生产阶段", MADE)):
        top = at
        for line in lines:
            _inventory_line(book, sheet, at, line)
            at += 1
        sheet[f"A{top}"] = stage
        sheet.merge_cells(f"A{top}:A{at - 1}")
        subtotal = sum((line.claimed for line in lines), Decimal(0))
        if stage == "原材料阶段":
            row(sheet, at, (None, None, "小计 原材料阶段"), bold=True, fill=True)
            book.formula(sheet, f"H{at}", f"=SUM(H{top}:H{at - 1})", subtotal)
            ends.append(f"H{at}")
            at += 1
        else:
            row(sheet, at, (None, None, "小计 生产阶段"), bold=True, fill=True)
            book.formula(sheet, f"H{at}", f"=SUM(H{top}:H{at - 1})", subtotal)
            ends.append(f"H{at}")
    total = sum((line.claimed for line in LINES), Decimal(0))
    row(sheet, at + 1, (None, None, "合计"), bold=True, fill=True)
    book.formula(sheet, f"H{at + 1}", f"={'+'.join(ends)}", total)
    row(
        sheet,
        at + 2,
        (None, None, "单位产品碳足迹（÷ 12,000 t）", "kgCO₂e/t"),
        bold=True,
        fill=True,
    )
    book.formula(
        sheet,
        f"H{at + 2}",
        f"=H{at + 1}/{OUTPUT_T}",
        (total / OUTPUT_T).quantize(Decimal("0.000000001")),
    )
    for end in range(at, at + 3):
        sheet[f"H{end}"].number_format = "#,##0.00"
    sheet.freeze_panes = f"D{FIRST}"


def _inventory_line(book: Book, sheet: Worksheet, at: int, line: Line) -> None:
    row(
        sheet,
        at,
        (
            None,
            line.code,
            line.name,
            line.unit,
            line.amount,
            line.factor,
            line.gwp,
            None,
            line.rank,
            line.source,
            line.note or None,
        ),
    )
    sheet[f"F{at}"].number_format = "0.0000"
    linked = {"P1": "=电力!C17", "R5": "=运输!E6", "R4": "=包装!C7"}
    if line.code in linked:
        book.formula(sheet, f"E{at}", linked[line.code], line.amount)
    book.formula(sheet, f"H{at}", f"=E{at}*F{at}*G{at}", line.claimed)
    sheet[f"H{at}"].number_format = "#,##0.00"


def _electricity(book: Book) -> None:
    sheet = book.sheet("电力", (12, 16, 18, 16, 26))
    banner(sheet, "A1:E1", "外购电力（2025 年，按发票）")
    banner(sheet, "A2:E2", "计量点：2# 变电所高压侧，倍率 ×240", 10)
    head(sheet, 4, ("月份", "发票号", "电量 kWh", "金额 元（含税）", "备注"))
    paid = []
    for month, kwh in enumerate(KWH, 1):
        at = month + 4
        paid.append(sum(amounts(month)))
        row(sheet, at, (f"2025-{month:02d}", number(month), kwh, paid[-1], None))
    row(sheet, 17, ("合计", None), bold=True, fill=True)
    book.formula(sheet, "C17", "=SUM(C5:C16)", sum(KWH))
    book.formula(sheet, "D17", "=SUM(D5:D16)", sum(paid))
    for cell in ("C17", "D17"):
        sheet[cell].number_format = "#,##0.00"
    sheet["C11"].comment = Comment("7 月为结算电量，含 6 月补差 1,200 kWh", "周婷")


def _transport(book: Book) -> None:
    sheet = book.sheet("运输", (24, 12, 16, 16, 18))
    banner(sheet, "A1:E1", "原料公路运输（2025 年，按运单台账）")
    head(sheet, 4, ("项目", "运单 张", "重量 t", "平均里程 km", "周转量 t·km"))
    row(sheet, 5, ("热轧带钢", WAYBILLS, STRIP_T, Decimal(350), None))
    book.formula(sheet, "E5", "=C5*D5", TONNE_KM)
    row(sheet, 6, ("合计", None, None, None), bold=True, fill=True)
    book.formula(sheet, "E6", "=SUM(E5:E5)", TONNE_KM)
    sheet["A8"] = f"重量与入库单台账（{NOTES} 张）一致；里程按月抽查地图。"


def _packing(book: Book) -> None:
    sheet = book.sheet("包装", (20, 10, 14, 18, 18))
    banner(sheet, "A1:E1", "包装材料（2025 年，按领料单）")
    head(sheet, 3, ("材料", "单位", "用量 kg", "因子 kgCO₂e/kg", "排放量 kgCO₂e"))
    total = Decimal(0)
    for at, (name, unit, amount, factor) in enumerate(_PACKING, 4):
        product = Decimal(amount) * Decimal(factor)
        total += product
        row(sheet, at, (name, unit, Decimal(amount), Decimal(factor), None))
        book.formula(sheet, f"E{at}", f"=C{at}*D{at}", product)
    row(sheet, 7, ("合计", "kg"), bold=True, fill=True)
    book.formula(sheet, "C7", "=SUM(C4:C6)", sum(Decimal(p[2]) for p in _PACKING))
    book.formula(sheet, "E7", "=SUM(E4:E6)", total)
    sheet["A9"] = "清单 R4 用加权因子 1.95。"


def _factors(book: Book) -> None:
    sheet = book.sheet("因子", (8, 28, 12, 14, 8, 40, 26))
    banner(sheet, "A1:G1", "排放因子清单")
    head(
        sheet, 3, ("编号", "排放源", "单位", "因子 kgCO₂e/单位", "级别", "来源、年份、地域", "备注")
    )
    why = {
        "R2": "供应商未提供，用国内数据库",
        "P3": "热力公司未提供核查过的因子",
        "P8": "国内无同类，用国际数据库",
    }
    for at, line in enumerate(LINES, 4):
        row(
            sheet,
            at,
            (
                line.code,
                line.name,
                line.unit,
                line.factor,
                line.rank,
                line.source,
                why.get(line.code),
            ),
        )
        sheet[f"D{at}"].number_format = "0.000000"
    sheet["A19"] = "GWP"
    head(sheet, 20, (None, "气体", None, "GWP100"))
    for at, (gas, gwp) in enumerate((("CO₂", 1), ("HFC-32", 677)), 21):
        row(sheet, at, (None, gas, None, gwp))


def _summary(book: Book) -> None:
    sheet = book.sheet("汇总", (26, 20, 14))
    banner(sheet, "A1:C1", "产品碳足迹汇总")
    head(sheet, 3, ("阶段", "排放量 kgCO₂e", "占比 %"))
    parts = [sum((line.claimed for line in lines), Decimal(0)) for lines in (RAW, MADE)]
    total = sum(parts, Decimal(0))
    for at, (name, cell, part) in enumerate(
        (("原材料阶段", "H12", parts[0]), ("生产阶段", "H21", parts[1])), 4
    ):
        row(sheet, at, (name, None, None))
        book.formula(sheet, f"B{at}", f"=清单!{cell}", part)
        share = (part / total * 100).quantize(Decimal("0.000000001"))
        book.formula(sheet, f"C{at}", f"=B{at}/B6*100", share)
    row(sheet, 6, ("合计", None, None), bold=True, fill=True)
    book.formula(sheet, "B6", "=B4+B5", total)
    book.formula(sheet, "C6", "=C4+C5", 100)
    row(sheet, 7, ("单位产品 kgCO₂e/t", None, None), bold=True, fill=True)
    book.formula(sheet, "B7", "=ROUND(B6/12000,2)", (total / OUTPUT_T).quantize(Decimal("0.01")))
    for at in range(4, 8):
        sheet[f"B{at}"].number_format = "#,##0.00"
        sheet[f"C{at}"].number_format = "0.00"


def _old(book: Book) -> None:
    """A forgotten sheet of the year before, hidden and not referred to."""
    sheet = book.sheet("旧版_2024", (10, 28, 18))
    banner(sheet, "A1:C1", "2024 年清单（旧版，勿用）")
    head(sheet, 3, ("编号", "排放源", "排放量 kgCO₂e"))
    for at, (code, name, kg) in enumerate(
        (
            ("R1", "热轧带钢", 28_413_000),
            ("P1", "外购电力", 2_012_300),
            ("P2", "天然气", 1_004_870),
        ),
        4,
    ):
        row(sheet, at, (code, name, kg))
    sheet.sheet_state = "hidden"
