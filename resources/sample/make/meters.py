"""Photographs of meters, displays and name plates."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from resources.sample.make.drawing import (
    SIZE,
    Colour,
    as_photo,
    barcode,
    digits,
    letters,
    shadow,
    slope,
)
from resources.sample.make.mill import dice


def electricity_meter(name: str) -> Image.Image:
    """Return the meter of the mill's feed: 150 000.0, transformers 1200/5."""
    image = slope(SIZE, (172, 176, 172), (138, 143, 140))
    shadow(image, (415, 120, 1215, 1145), 34, 150)
    draw = ImageDraw.Draw(image)
    draw.line((140, 0, 140, 1200), fill=(128, 132, 130), width=6)
    for y in (190, 1010):
        draw.ellipse((64, y - 18, 100, y + 18), fill=(110, 114, 112))
    draw.rounded_rectangle(
        (400, 95, 1200, 1120), 46, fill=(205, 210, 206), outline=(166, 171, 168), width=6
    )
    draw.rounded_rectangle(
        (440, 135, 1160, 820), 26, fill=(218, 222, 218), outline=(176, 181, 178), width=4
    )
    draw.rounded_rectangle((490, 190, 1112, 470), 16, fill=(58, 66, 62))
    draw.rounded_rectangle((508, 208, 1094, 452), 10, fill=(181, 201, 156))
    letters(draw, (535, 245), "当前 正向有功 总", 32, (34, 44, 34), weight=500)
    letters(draw, (1050, 245), "T4", 26, (60, 74, 58), anchor="mm")
    end = digits(draw, (528, 292), "0150000.0", 88, (24, 32, 24), (170, 190, 146))
    letters(draw, (end - 12, 368), "kWh", 24, (34, 44, 34), weight=500)
    letters(draw, (535, 425), "2025-12-31  24:00", 28, (34, 44, 34))
    letters(draw, (1070, 425), "Ua Ub Uc", 26, (34, 44, 34), anchor="rm")
    letters(draw, (800, 530), "三相四线智能电能表", 44, (48, 52, 52), weight=600, anchor="mm")
    letters(draw, (490, 600), "DTZ341   0.5S 级", 30, (78, 84, 84))
    letters(draw, (1112, 600), "3×220/380 V   3×1.5(6) A", 26, (78, 84, 84), anchor="rm")
    letters(draw, (490, 660), "互感器变比  1200/5", 36, (196, 40, 34), weight=700)
    letters(draw, (1112, 660), "No. 32-0041 8870", 28, (78, 84, 84), anchor="rm")
    barcode(draw, (490, 710, 830, 766), name)
    letters(draw, (1112, 740), "锡城供电 计量", 32, (34, 116, 100), weight=600, anchor="rm")
    _terminals(draw)
    tag = Image.new("RGBA", (260, 330), (240, 232, 205, 255))
    paint = ImageDraw.Draw(tag)
    for n, (text, size, colour) in enumerate(
        (
            ("2# 变电所", 42, (40, 40, 40)),
            ("轧机进线", 42, (40, 40, 40)),
            ("×240", 62, (190, 40, 34)),
            ("倍率", 34, (90, 90, 90)),
        )
    ):
        letters(paint, (130, 60 + n * 72), text, size, colour, weight=600, anchor="mm")
    turned = tag.rotate(4, Image.Resampling.BICUBIC, expand=True)
    image.paste(turned.convert("RGB"), (170, 560), turned.getchannel("A"))
    return as_photo(image, name, 0.5)


def _terminals(draw: ImageDraw.ImageDraw) -> None:
    lamps: tuple[tuple[str, Colour], ...] = (
        ("脉冲", (226, 120, 112)),
        ("跳闸", (58, 58, 58)),
        ("告警", (228, 178, 40)),
    )
    for n, (text, colour) in enumerate(lamps):
        x = 540 + n * 170
        draw.ellipse((x - 19, 845, x + 19, 883), fill=colour, outline=(120, 120, 120), width=2)
        letters(draw, (x, 910), text, 24, (80, 84, 84), anchor="mm")
    draw.rounded_rectangle(
        (1010, 835, 1110, 895), 12, fill=(226, 229, 226), outline=(150, 154, 152), width=3
    )
    letters(draw, (1060, 865), "轮显", 28, (70, 74, 74), anchor="mm")
    draw.rounded_rectangle((440, 945, 1160, 1060), 22, fill=(150, 155, 154))
    for n in range(8):
        x = 500 + n * 86
        draw.ellipse(
            (x - 28, 974, x + 28, 1030), fill=(104, 110, 110), outline=(190, 194, 192), width=3
        )
        draw.line((x - 18, 1002, x + 18, 1002), fill=(200, 204, 202), width=6)
    wires: tuple[tuple[int, Colour], ...] = (
        (560, (222, 170, 40)),
        (720, (44, 140, 64)),
        (880, (196, 40, 40)),
        (1040, (40, 70, 160)),
    )
    for x, colour in wires:
        draw.line((x, 1100, x - 26, 1200), fill=colour, width=20)


def gas_meter(name: str) -> Image.Image:
    """Return the gas meter of the annealing furnaces on its yellow pipe."""
    image = slope(SIZE, (92, 98, 98), (54, 60, 62))
    draw = ImageDraw.Draw(image)
    for n in range(150):
        tone = 150 - abs(n - 62)
        draw.line((0, 520 + n, 1600, 520 + n), fill=(min(250, tone + 96), min(220, tone + 44), 36))
    for x in (330, 1150):
        draw.rectangle(
            (x, 470, x + 110, 720), fill=(176, 180, 178), outline=(110, 114, 112), width=4
        )
        for y in (500, 595, 690):
            draw.ellipse((x + 40, y - 16, x + 72, y + 16), fill=(96, 100, 98))
    shadow(image, (470, 330, 1140, 980), 30, 160)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(
        (455, 300, 1125, 950), 120, fill=(182, 187, 186), outline=(120, 126, 126), width=8
    )
    draw.rounded_rectangle((520, 395, 1060, 640), 22, fill=(36, 40, 42))
    for n, figure in enumerate("0487645"):
        x, low = 556 + n * 68, n > 4
        draw.rounded_rectangle(
            (x, 425, x + 62, 530), 6, fill=(176, 34, 30) if low else (14, 16, 18)
        )
        letters(draw, (x + 31, 478), figure, 78, (244, 244, 240), weight=500, anchor="mm")
    letters(draw, (1046, 590), "m³", 34, (220, 220, 216), anchor="rm")
    letters(draw, (790, 590), "2025-12-31", 34, (190, 200, 190), anchor="mm")
    letters(draw, (790, 705), "气体涡轮流量计", 44, (44, 48, 50), weight=600, anchor="mm")
    letters(draw, (790, 765), "DN150  20–400 m³/h  1.0 级", 30, (80, 84, 86), anchor="mm")
    draw.rounded_rectangle((620, 810, 960, 880), 10, fill=(24, 90, 168))
    letters(draw, (790, 845), "天然气 退火炉", 38, (255, 255, 255), weight=600, anchor="mm")
    draw.rectangle((770, 190, 810, 310), fill=(150, 154, 152))
    draw.ellipse((705, 60, 875, 230), fill=(238, 240, 238), outline=(120, 40, 34), width=14)
    draw.line((790, 145, 838, 102), fill=(180, 30, 30), width=7)
    letters(draw, (790, 190), "MPa", 24, (60, 60, 60), anchor="mm")
    return as_photo(image, name, 0.6)


def weighbridge(name: str, shown: str) -> Image.Image:
    """Return the red display in the weighbridge's cabin."""
    image = slope(SIZE, (78, 86, 96), (46, 52, 60))
    shadow(image, (230, 300, 1390, 960), 40, 170)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(
        (210, 270, 1370, 930), 30, fill=(30, 32, 36), outline=(70, 74, 80), width=8
    )
    draw.rounded_rectangle((290, 350, 1290, 680), 14, fill=(16, 6, 8))
    glow = Image.new("RGB", SIZE)
    end = digits(ImageDraw.Draw(glow), (420, 405), shown, 220, (255, 46, 30))
    digits(draw, (420, 405), shown, 220, (255, 62, 42), (46, 12, 12))
    image.paste(Image.blend(image, glow.filter(ImageFilter.GaussianBlur(24)), 0.0))
    bright = glow.filter(ImageFilter.GaussianBlur(26))
    image.paste((255, 60, 40), (0, 0), bright.getchannel("R").point(lambda v: v // 3))
    draw = ImageDraw.Draw(image)
    letters(draw, (end + 20, 600), "t", 90, (255, 70, 50), weight=500)
    for n, text in enumerate(("去皮", "置零", "打印", "累计")):
        x = 320 + n * 190
        draw.rounded_rectangle((x, 770, x + 140, 850), 12, fill=(64, 70, 78))
        letters(draw, (x + 70, 810), text, 36, (226, 230, 234), anchor="mm")
    letters(draw, (1290, 810), "XK3190", 40, (150, 156, 164), weight=600, anchor="rm")
    letters(draw, (1290, 730), "2026-03-18 11:15", 32, (120, 190, 130), anchor="rm")
    return as_photo(image, name, 0.55)


def name_plate(
    name: str, title: str, rows: Sequence[tuple[str, str]], wall: tuple[Colour, Colour]
) -> Image.Image:
    """Return a riveted plate on a machine."""
    image = slope(SIZE, *wall)
    shadow(image, (270, 215, 1350, 1030), 26, 130)
    draw = ImageDraw.Draw(image)
    plate = slope((1060, 800), (206, 209, 206), (168, 172, 170))
    scratches = ImageDraw.Draw(plate)
    random = dice(f"plate {name}")
    for _ in range(260):
        y = random.randrange(800)
        tone = random.randrange(172, 214)
        x = random.randrange(900)
        scratches.line((x, y, x + random.randrange(40, 400), y), fill=(tone, tone, tone - 2))
    image.paste(plate, (255, 190))
    draw.rectangle((255, 190, 1315, 990), outline=(110, 114, 112), width=6)
    for x in (290, 1280):
        for y in (226, 954):
            draw.ellipse(
                (x - 15, y - 15, x + 15, y + 15),
                fill=(126, 130, 128),
                outline=(84, 88, 86),
                width=3,
            )
    draw.rectangle((330, 240, 1240, 340), fill=(28, 44, 66))
    letters(draw, (785, 290), title, 54, (236, 238, 236), weight=600, anchor="mm")
    high = min(84, 570 // len(rows))
    for n, (field, value) in enumerate(rows):
        y = 400 + n * high
        letters(draw, (350, y), field, 36, (50, 54, 54))
        letters(draw, (660, y), value, 40, (24, 26, 28), weight=600)
        draw.line((650, y + high * 0.4, 1230, y + high * 0.4), fill=(120, 124, 122), width=2)
    return as_photo(image, name, 0.5)


def control_screen(name: str) -> Image.Image:
    """Return the control room's screen with running lines."""
    image = slope(SIZE, (26, 30, 36), (12, 14, 18))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(
        (90, 70, 1510, 1080), 26, fill=(8, 10, 14), outline=(44, 48, 54), width=12
    )
    draw.rectangle((120, 100, 1480, 1050), fill=(13, 33, 46))
    draw.rectangle((120, 100, 1480, 168), fill=(20, 58, 78))
    letters(draw, (146, 134), "酸轧联机 监控  2026-03-18 10:52:31", 34, (208, 228, 236), weight=500)
    for n, (text, value, unit) in enumerate(
        (
            ("轧制速度", "182", "m/min"),
            ("酸液温度", "78.4", "°C"),
            ("电流", "712", "A"),
            ("炉温", "708", "°C"),
        )
    ):
        x = 150 + n * 335
        draw.rounded_rectangle(
            (x, 196, x + 305, 356), 12, fill=(18, 50, 66), outline=(40, 96, 116), width=3
        )
        letters(draw, (x + 24, 230), text, 30, (150, 192, 204))
        letters(draw, (x + 24, 304), value, 74, (246, 210, 90), weight=500)
        letters(draw, (x + 282, 322), unit, 28, (150, 192, 204), anchor="rm")
    random = dice(f"trend {name}")
    for y in range(430, 1000, 95):
        draw.line((160, y, 1440, y), fill=(30, 70, 86), width=2)
    for colour, level in (((90, 220, 150), 560), ((246, 196, 70), 720), ((90, 170, 250), 860)):
        value_at, points = float(level), []
        for x in range(160, 1441, 16):
            value_at += random.uniform(-16, 16) + (level - value_at) * 0.12
            points.append((float(x), value_at))
        draw.line(points, fill=colour, width=5, joint="curve")
    return as_photo(image, name, 0.35)
