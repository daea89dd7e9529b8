"""Photographs of what lies about: drums of spent acid, coils, packing, a label."""

import math

from PIL import Image, ImageDraw

from resources.sample.make.drawing import SIZE, as_photo, letters, shadow, slope
from resources.sample.make.mill import dice


def drums(name: str) -> Image.Image:
    """Return the drums of spent acid, upright (turned only when it is saved)."""
    image = slope((1200, 1600), (146, 152, 150), (112, 116, 112))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 860, 1200, 1600), fill=(124, 126, 120))
    random = dice(f"floor {name}")
    for _ in range(90):
        x, y = random.randrange(1200), random.randrange(880, 1600)
        tone = random.randrange(108, 132)
        draw.ellipse(
            (x, y, x + random.randrange(20, 160), y + random.randrange(4, 16)),
            fill=(tone, tone + 2, tone - 4),
        )
    letters(draw, (600, 220), "废盐酸暂存区", 96, (176, 38, 32), weight=700, anchor="mm")
    letters(draw, (600, 330), "危险废物 HW34", 60, (60, 60, 60), weight=500, anchor="mm")
    for row, (count, size, middle) in enumerate(((4, 0.8, 900), (3, 1.12, 1330))):
        for n in range(count):
            left = 1200 * (n + 0.5) / count + (30 if row else 0) * (n - 1)
            _drum(image, left, middle, size)
    return as_photo(image, name, 0.45)


def _drum(image: Image.Image, x: float, y: float, size: float) -> None:
    wide, high = 128 * size, 400 * size
    shadow(image, (x - wide - 8, y + high * 0.36, x + wide + 40, y + high * 0.56), 16, 150)
    draw = ImageDraw.Draw(image)
    top, bottom = y - high / 2, y + high / 2
    for step in range(int(wide * 2)):
        part = step / (wide * 2)
        light = 0.45 + 0.75 * math.sin(math.pi * min(1.0, part * 1.15)) ** 1.5
        colour = (int(24 * light), int(86 * light), int(168 * light))
        draw.line((x - wide + step, top, x - wide + step, bottom), fill=colour)
    draw.ellipse((x - wide, bottom - 26 * size, x + wide, bottom + 26 * size), fill=(16, 60, 122))
    draw.ellipse(
        (x - wide, top - 30 * size, x + wide, top + 30 * size),
        fill=(46, 116, 196),
        outline=(18, 62, 124),
        width=4,
    )
    draw.ellipse(
        (x + wide * 0.3, top - 14 * size, x + wide * 0.62, top + 4 * size), fill=(30, 34, 40)
    )
    for band in (0.3, 0.68):
        yb = top + high * band
        draw.arc(
            (x - wide, yb - 24 * size, x + wide, yb + 24 * size),
            0,
            180,
            fill=(14, 54, 112),
            width=int(8 * size),
        )
    draw.rectangle(
        (x - 74 * size, y - 40 * size, x + 74 * size, y + 76 * size), fill=(242, 236, 214)
    )
    draw.rectangle((x - 74 * size, y - 40 * size, x + 74 * size, y - 2 * size), fill=(224, 120, 30))
    letters(
        draw, (x, y - 20 * size), "废盐酸", int(30 * size), (255, 255, 255), weight=700, anchor="mm"
    )
    letters(draw, (x, y + 26 * size), "HW34", int(28 * size), (50, 50, 50), anchor="mm")
    letters(draw, (x, y + 56 * size), "900-300-34", int(20 * size), (70, 70, 70), anchor="mm")


def coils(name: str) -> Image.Image:
    """Return hot-rolled coils in the store, each with its label."""
    image = slope(SIZE, (96, 98, 96), (70, 70, 68))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 700, 1600, 1200), fill=(104, 100, 94))
    for y, size, shift in ((560, 0.72, 0), (860, 1.0, 90)):
        for n in range(-1, 5):
            _coil(image, 160 + shift + n * 400 * size / 0.8, y, 190 * size, f"{name} {n} {y}")
    return as_photo(image, name, 0.55)


def _coil(image: Image.Image, x: float, y: float, r: float, name: str) -> None:
    shadow(image, (x - r, y + r * 0.84, x + r, y + r * 1.1), 14, 170)
    draw = ImageDraw.Draw(image)
    random = dice(f"coil {name}")
    ring = int(r)
    while ring > r * 0.36:
        tone = 108 + random.randrange(-16, 26)
        draw.ellipse((x - ring, y - ring, x + ring, y + ring), fill=(tone + 4, tone - 2, tone - 10))
        ring -= random.choice((3, 4, 5))
    hole = r * 0.36
    draw.ellipse((x - hole, y - hole, x + hole, y + hole), fill=(28, 28, 30))
    for angle in (0.6, 2.6, 4.6):
        draw.line(
            (
                x + hole * math.cos(angle),
                y + hole * math.sin(angle),
                x + r * math.cos(angle),
                y + r * math.sin(angle),
            ),
            fill=(40, 44, 48),
            width=8,
        )
    wide = r * 0.44
    draw.rectangle((x - wide, y + r * 0.48, x + wide, y + r * 0.86), fill=(244, 242, 232))
    size = max(12, int(r * 0.1))
    letters(draw, (x, y + r * 0.58), "Q235B 2.3×1250", size, anchor="mm", weight=600)
    letters(draw, (x, y + r * 0.74), f"卷号 25-{random.randrange(1000, 9999)}", size, anchor="mm")


def packing(name: str) -> Image.Image:
    """Return a packed coil on its wooden pallet: film, steel bands, label."""
    image = slope(SIZE, (166, 170, 166), (128, 130, 124))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 880, 1600, 1200), fill=(142, 140, 132))
    shadow(image, (270, 940, 1390, 1110), 26, 150)
    draw = ImageDraw.Draw(image)
    for x in range(300, 1300, 145):
        draw.rectangle((x, 985, x + 105, 1075), fill=(150, 112, 70), outline=(104, 76, 46), width=4)
    draw.rectangle((265, 925, 1335, 990), fill=(176, 134, 86), outline=(112, 82, 50), width=5)
    for step in range(1000):
        part = step / 1000
        light = 0.62 + 0.42 * math.sin(math.pi * part) + 0.05 * math.sin(part * 90)
        draw.line(
            (300 + step, 330, 300 + step, 925),
            fill=tuple(min(255, int(v * light)) for v in (176, 192, 202)),
        )
    draw.ellipse((300, 255, 1300, 415), fill=(196, 208, 214), outline=(140, 152, 160), width=4)
    draw.ellipse((640, 305, 960, 365), fill=(52, 58, 62))
    for x in (455, 800, 1145):
        draw.rectangle(
            (x - 15, 320, x + 15, 930), fill=(92, 100, 106), outline=(60, 66, 70), width=2
        )
        draw.rectangle((x - 24, 600, x + 24, 640), fill=(70, 76, 82))
    draw.rectangle((890, 520, 1110, 720), fill=(250, 250, 244), outline=(120, 120, 120), width=2)
    for n, text in enumerate(("SPCC 1.0×1030", "净重 9.86 t", "恒锐精密带钢")):
        letters(draw, (1000, 565 + n * 52), text, 27, anchor="mm", weight=500)
    return as_photo(image, name, 0.45)


def coil_label(name: str) -> Image.Image:
    """Return a finished coil's label close by."""
    image = slope(SIZE, (178, 186, 192), (126, 134, 142))
    draw = ImageDraw.Draw(image)
    for y in range(0, 1200, 7):
        tone = 150 + (y * 37 % 40)
        draw.line((0, y, 1600, y + 10), fill=(tone, tone + 5, tone + 10), width=3)
    shadow(image, (330, 210, 1310, 1030), 20, 110)
    draw = ImageDraw.Draw(image)
    draw.rectangle((310, 180, 1290, 1000), fill=(250, 250, 246))
    draw.rectangle((310, 180, 1290, 290), fill=(14, 84, 96))
    letters(draw, (800, 236), "恒锐 精密冷轧带钢", 60, (255, 255, 255), weight=700, anchor="mm")
    rows = (
        ("牌号", "SPCC-SD"),
        ("规格", "1.00 × 1030 mm"),
        ("净重", "9.86 t"),
        ("卷号", "HR25-120 4471"),
        ("日期", "2026-03-17"),
    )
    for n, (field, value) in enumerate(rows):
        y = 360 + n * 104
        letters(draw, (360, y), field, 42, (90, 96, 96))
        letters(draw, (560, y), value, 56, (24, 28, 30), weight=600)
        draw.line((350, y + 50, 1250, y + 50), fill=(200, 204, 202), width=3)
    random = dice(f"matrix {name}")
    for i in range(18):
        for j in range(18):
            if random.random() < 0.5 or i in (0, 17) or j in (0, 17):
                draw.rectangle(
                    (1050 + i * 11, 600 + j * 11, 1060 + i * 11, 610 + j * 11), fill=(20, 20, 20)
                )
    return as_photo(image, name, 0.4)
