"""The client's files of the large engagement, as a spreadsheet user builds them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from resources.sample.make.mill import LINES as SAMPLE
from resources.sample.make.mill import OUTPUT_T, Line
from resources.sample.make.sheets import Book, banner, head, row

_STAGES = ("原材料阶段", "生产阶段")
_FIRST = 5
_BEGIN = date(2025, 1, 2)


def workbook(lines: int) -> bytes:
    """Return an inventory of so many lines: those of the sample again and again, with formulas."""
    book = Book("周婷")
    sheet = book.sheet("清单", (12, 8, 30, 10, 14, 14, 8, 16, 6, 34, 20))
    banner(sheet, "A1:K1", "产品碳足迹清单（声明单位 1 t，产量 12,000 t）")
    head(sheet, 4, ("阶段", "编号", "排放源", "单位", "活动数据", "排放因子 kgCO₂e/单位", "GWP",
                    "排放量 kgCO₂e", "级别", "因子来源", "备注"))  # fmt: skip
    total = Decimal(0)
    for n in range(lines):
        line, at = SAMPLE[n % len(SAMPLE)], _FIRST + n
        amount = line.amount / 10 + n
        stage = _STAGES[0] if line.code.startswith("R") else _STAGES[1]
        _line(book, at, n, stage, line, amount)
        total += amount * line.factor * line.gwp
    row(sheet, _FIRST + lines, (None, None, "合计"), bold=True, fill=True)
    book.formula(sheet, f"H{_FIRST + lines}", f"=SUM(H{_FIRST}:H{_FIRST + lines - 1})", total)
    row(sheet, _FIRST + lines + 1, (None, None, f"单位产品碳足迹（÷ {OUTPUT_T} t）"), bold=True)
    book.formula(sheet, f"H{_FIRST + lines + 1}", f"=H{_FIRST + lines}/{OUTPUT_T}",
                 (total / OUTPUT_T).quantize(Decimal("0.000000001")))  # fmt: skip
    return book.to_bytes()


def _line(book: Book, at: int, n: int, stage: str, line: Line, amount: Decimal) -> None:
    sheet = book.workbook["清单"]
    cells = (stage, f"{line.code}-{n:03d}", f"{line.name} {n + 1}", line.unit, amount, line.factor,
             line.gwp, None, line.rank, line.source, line.note or None)  # fmt: skip
    row(sheet, at, cells)
    book.formula(sheet, f"H{at}", f"=E{at}*F{at}*G{at}", amount * line.factor * line.gwp)


def slips_book(name: str, count: int) -> bytes:
    """Return a ledger of so many slips with its sum at the foot."""
    random = Random(f"large/{name}")
    book = Book("邵明")
    sheet = book.sheet(name, (16, 12, 22, 10, 14))
    banner(sheet, "A1:E1", f"{name}台账 2025")
    head(sheet, 3, (f"{name}号", "日期", "供应商", "净重 t", "经手人"))
    total = Decimal(0)
    for n in range(count):
        at, weight = 4 + n, Decimal(random.randrange(2000, 3400)) / 100
        day = datetime.combine(_BEGIN + timedelta(days=n * 362 // count), time())
        row(sheet, at, (f"{name[0]}25-{n:05d}", day, f"供应商 {n % 7}", weight, "邵明"))
        sheet[f"B{at}"].number_format = "yyyy-mm-dd"
        total += weight
    row(sheet, 4 + count, ("合计",), bold=True, fill=True)
    book.formula(sheet, f"D{4 + count}", f"=SUM(D4:D{3 + count})", total)
    return book.to_bytes()
