"""Photographs of the mill: the hall, the warehouse."""

from PIL import Image, ImageDraw, ImageFilter

from resources.sample.make.drawing import SIZE, Colour, as_photo, letters, slope
from resources.sample.make.mill import dice


def hall(name: str) -> Image.Image:
    """Return the pickling and rolling hall, the line running towards its end."""
    image = slope(SIZE, (66, 80, 84), (50, 58, 60))
    draw = ImageDraw.Draw(image)
    centre, far = 800, 430
    draw.polygon(
        ((0, 1200), (1600, 1200), (centre + 130, far + 90), (centre - 130, far + 90)),
        fill=(112, 118, 116),
    )
    _walls(draw, centre, far)
    _roof(draw, centre, far)
    _rolling_line(draw, centre, far)
    haze = Image.new("L", SIZE, 0)
    ImageDraw.Draw(haze).ellipse((520, 250, 1080, 640), fill=130)
    image.paste((214, 226, 226), (0, 0), haze.filter(ImageFilter.GaussianBlur(120)))
    return as_photo(image, name, 0.5)


def _walls(draw: ImageDraw.ImageDraw, centre: int, far: int) -> None:
    for side in (-1, 1):  # walls with windows that get smaller
        edge = centre + side * 800
        draw.polygon(
            (
                (edge, 0),
                (edge, 1200),
                (centre + side * 130, far + 90),
                (centre + side * 130, far - 60),
            ),
            fill=(88, 104, 108) if side < 0 else (80, 96, 100),
        )
        for n in range(9):
            a, b = 0.82**n, 0.82**n * 0.86
            x1, x2 = centre + side * (130 + 670 * a), centre + side * (130 + 670 * b)
            y1, y2 = far - 60 - 300 * a, far - 60 - 300 * b
            draw.polygon(
                ((x1, y1), (x2, y2), (x2, y2 + 180 * b), (x1, y1 + 180 * a)), fill=(206, 222, 224)
            )


def _roof(draw: ImageDraw.ImageDraw, centre: int, far: int) -> None:
    for n in range(11):  # trusses and lamps
        a = 0.8**n
        y = far - 80 - 340 * a
        x = 60 + 700 * a
        draw.line(
            (centre - x, y + 40 * a, centre + x, y + 40 * a),
            fill=(40, 48, 52),
            width=max(2, int(16 * a)),
        )
        draw.line(
            (centre - x, y + 40 * a, centre, y - 60 * a),
            fill=(46, 54, 58),
            width=max(1, int(8 * a)),
        )
        draw.line(
            (centre + x, y + 40 * a, centre, y - 60 * a),
            fill=(46, 54, 58),
            width=max(1, int(8 * a)),
        )
        for share in (-0.45, 0.45):
            lamp = centre + share * x
            draw.ellipse(
                (lamp - 40 * a, y + 44 * a, lamp + 40 * a, y + 66 * a), fill=(250, 250, 232)
            )


def _rolling_line(draw: ImageDraw.ImageDraw, centre: int, far: int) -> None:
    draw.polygon(
        ((560, 1200), (1040, 1200), (centre + 34, far + 92), (centre - 34, far + 92)),
        fill=(26, 104, 118),
    )
    draw.polygon(
        ((690, 1200), (910, 1200), (centre + 16, far + 92), (centre - 16, far + 92)),
        fill=(186, 200, 204),
    )
    for n in range(10):
        a = 0.78**n
        y = far + 92 + 640 * a
        wide = 34 + 300 * a
        draw.rectangle(
            (centre - wide, y - 70 * a, centre + wide, y),
            fill=(20, 82, 94),
            outline=(14, 58, 68),
            width=max(1, int(5 * a)),
        )
        draw.rectangle(
            (centre - wide * 0.5, y - 58 * a, centre + wide * 0.5, y - 24 * a), fill=(204, 216, 218)
        )
    for side in (-1, 1):
        draw.line(
            (centre + side * 640, 1200, centre + side * 60, far + 92), fill=(238, 200, 40), width=14
        )


def warehouse(name: str) -> Image.Image:
    """Return the warehouse's gate in the morning."""
    image = slope(SIZE, (150, 186, 214), (218, 228, 230))
    draw = ImageDraw.Draw(image)
    random = dice(f"sky {name}")
    cloud = Image.new("L", SIZE, 0)
    puff = ImageDraw.Draw(cloud)
    for _ in range(26):
        x, y = random.randrange(1600), random.randrange(40, 300)
        puff.ellipse((x, y, x + random.randrange(120, 380), y + random.randrange(20, 70)), fill=120)
    image.paste((255, 255, 255), (0, 0), cloud.filter(ImageFilter.GaussianBlur(26)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 860, 1600, 1200), fill=(128, 128, 124))
    draw.polygon(
        ((120, 420), (800, 300), (1480, 420), (1480, 870), (120, 870)), fill=(206, 212, 212)
    )
    for x in range(130, 1480, 26):
        draw.line((x, 424, x, 868), fill=(190, 197, 198), width=3)
    draw.polygon(
        ((90, 430), (800, 288), (1510, 430), (1510, 392), (800, 250), (90, 392)), fill=(34, 84, 128)
    )
    draw.rectangle((420, 420, 1180, 510), fill=(34, 84, 128))
    letters(draw, (800, 465), "恒锐带钢 · 常州仓库", 58, (255, 255, 255), weight=600, anchor="mm")
    for x in (210, 660, 1110):
        draw.rectangle((x, 570, x + 300, 868), fill=(78, 92, 100))
        for y in range(580, 866, 22):
            draw.line((x, y, x + 300, y), fill=(64, 76, 84), width=4)
    draw.rectangle((660, 570, 960, 868), fill=(30, 34, 38))
    _truck(draw)
    for x in range(0, 1600, 130):
        draw.polygon(
            ((x, 1010), (x + 70, 1010), (x + 54, 1030), (x - 16, 1030)), fill=(236, 224, 150)
        )
    return as_photo(image, name, 0.35)


def _truck(draw: ImageDraw.ImageDraw) -> None:
    body: Colour = (176, 50, 40)
    draw.rectangle((1000, 700, 1440, 905), fill=(86, 92, 96))
    for x in (1090, 1230, 1370):
        draw.ellipse(
            (x - 58, 690, x + 58, 806), fill=(120, 116, 108), outline=(70, 68, 64), width=5
        )
        draw.ellipse((x - 20, 728, x + 20, 768), fill=(34, 34, 34))
    draw.polygon(((800, 905), (800, 760), (850, 660), (990, 660), (990, 905)), fill=body)
    draw.polygon(((822, 760), (862, 684), (960, 684), (960, 760)), fill=(186, 210, 222))
    for x in (880, 1080, 1180, 1350):
        draw.ellipse((x - 52, 860, x + 52, 964), fill=(26, 26, 28))
        draw.ellipse((x - 22, 890, x + 22, 934), fill=(150, 154, 156))
