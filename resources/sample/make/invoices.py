"""Twelve electricity invoices as PDF, one a month, together 3 600 000 kWh."""

import io
from decimal import Decimal

from reportlab.lib.pagesizes import A5, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from resources.sample.make.fonts import embedded
from resources.sample.make.mill import CLIENT, KWH

SELLER = "锡城供电有限公司"
PRICE = Decimal("0.6039")  # CNY per kWh without tax
TAX = Decimal("0.13")
_CENT = Decimal("0.01")
_WORDS = (
    "增值税电子专用发票号码开日期购买方名称纳税人识别销售项目规格型单位数量价金额率合计大写小备注收款复核人"
    "年月演示样例非真实票据供电计费计量点变所倍率上次示数本次抄表差圆角分整零壹贰叁肆伍陆柒捌玖拾佰仟万章专用"
    "大工业非优待小写¥：（）×%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,*-#kWh 元·#:，每最后一\u3000为"
)


def number(month: int) -> str:
    """Return the invoice's number; the calculation workbook names the same."""
    return f"2532{month:02d}{41_870_000 + KWH[month - 1]}"


def amounts(month: int) -> tuple[Decimal, Decimal]:
    """Return net amount and tax of a month in CNY."""
    net = (KWH[month - 1] * PRICE).quantize(_CENT)
    return net, (net * TAX).quantize(_CENT)


def invoices() -> dict[str, bytes]:
    """Return the twelve files by name."""
    text = _WORDS + CLIENT + SELLER
    for name, weight in (("Sample", 400), ("SampleBold", 700)):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(embedded(text, weight))))
    return {f"电费发票_2025-{m:02d}.pdf": _invoice(m) for m in range(1, 13)}


def _invoice(month: int) -> bytes:
    out = io.BytesIO()
    page = Canvas(out, pagesize=landscape(A5), invariant=1, pageCompression=1)
    page.setTitle(f"{SELLER} {number(month)}")
    page.setAuthor(SELLER)
    _frame(page, month)
    _amounts(page, month)
    _stamp(page)
    page.showPage()
    page.save()
    return out.getvalue()


def _frame(page: Canvas, month: int) -> None:
    day = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    page.setFillColorRGB(0.55, 0.16, 0.13)
    page.setFont("SampleBold", 16)
    page.drawCentredString(297, 388, "电子发票（增值税专用发票）")
    page.setStrokeColorRGB(0.62, 0.25, 0.2)
    page.line(200, 382, 394, 382)
    page.setFillGray(0.1)
    page.setFont("Sample", 8.5)
    page.drawString(432, 402, f"发票号码：{number(month)}")
    page.drawString(432, 388, f"开票日期：2025 年 {month:02d} 月 {day} 日")
    page.setLineWidth(0.7)
    page.rect(24, 46, 547, 326)
    for y in (318, 296, 148, 124, 100):
        page.line(24, y, 571, y)
    page.line(297, 318, 297, 372)
    for x, side in ((30, (CLIENT, "91320205MA1X0418KJ")), (303, (SELLER, "91320200MA1X0777QD"))):
        page.drawString(x, 352, f"名称：{side[0]}")
        page.drawString(x, 332, f"纳税人识别号：{side[1]}")
    page.setFillGray(0.45)
    page.setFont("Sample", 7)
    page.drawString(24, 30, "演示样例，非真实票据")
    page.setFillGray(0.1)


def _amounts(page: Canvas, month: int) -> None:
    kwh = KWH[month - 1]
    net, tax = amounts(month)
    page.setFont("Sample", 8.5)
    heads = ("项目名称", "规格型号", "单位", "数量", "单价", "金额", "税率", "税额")
    rights = (110, 190, 228, 300, 362, 448, 490, 560)
    for text, right in zip(heads, rights, strict=True):
        page.drawRightString(right, 303, text)
    cells = ("*供电*电费", "大工业", "kWh", f"{kwh:,}", f"{PRICE}", f"{net:,}", "13%", f"{tax:,}")
    for text, right in zip(cells, rights, strict=True):
        page.drawRightString(right, 276, text)
    before = 150_000 - sum(KWH[month - 1 :]) // 240
    page.drawString(30, 246, f"计量点：2# 变电所　倍率：240　计费月：2025-{month:02d}")
    page.drawString(
        30, 230, f"上次示数：{before:,}　本次示数：{before + kwh // 240:,}　差：{kwh // 240:,}"
    )
    page.drawRightString(448, 132, f"¥{net:,}")
    page.drawRightString(560, 132, f"¥{tax:,}")
    page.drawString(40, 132, "合计")
    page.setFont("SampleBold", 9.5)
    page.drawString(40, 108, "价税合计（小写）")
    page.drawRightString(560, 108, f"¥{net + tax:,}")
    page.setFont("Sample", 8.5)
    page.drawString(30, 84, "备注：抄表日为每月最后一日 24:00")
    page.drawString(30, 60, "收款人：L-02　复核人：K-11　开票人：P-07")


def _stamp(page: Canvas) -> None:
    page.saveState()
    page.setStrokeColorRGB(0.82, 0.13, 0.12)
    page.setFillColorRGB(0.82, 0.13, 0.12)
    page.translate(470, 92)
    page.rotate(-6)
    page.setLineWidth(1.6)
    page.ellipse(-62, -36, 62, 36)
    page.setFont("SampleBold", 9.5)
    page.drawCentredString(0, 12, SELLER)
    page.drawCentredString(0, -6, "发票专用章")
    page.setFont("Sample", 6.5)
    page.drawCentredString(0, -20, "91320200MA1X0777QD")
    page.restoreState()
