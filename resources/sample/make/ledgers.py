"""The two ledgers: 412 strip delivery notes and 1 038 waybills, whose sums are those claimed."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from resources.sample.make.mill import dice

NOTES, WAYBILLS = 412, 1_038
STRIP_T = Decimal("12600.00")
TONNE_KM = Decimal("4410000.00")
KM = 350

# Notes that pictures and papers show, with their net weights.
_SHOWN = {
    146: "309.50",
    183: "22.57",
    48: "26.33",
    5: "25.55",
    16: "26.15",
    26: "27.71",
    37: "26.60",
    59: "27.00",
    212: "25.12",
}
_BY_SHIP = (38, 91, 146, 197, 240, 288, 341, 390)  # eight lots that came by water
_SUPPLIERS = (
    ("沧海钢铁有限公司", 55),
    ("东岭薄板有限公司", 29),
    ("润江金属材料有限公司", 12),
    ("常州北港物资有限公司", 4),
)
_CLERKS = ("邵明", "顾小兰", "钱立", "薛海涛")
_CARRIERS = ("锡运物流", "通达货运", "江南车队", "顺捷运输")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Note:
    """One delivery note; weights in t."""

    number: str
    day: date
    supplier: str
    grade: str
    coils: int
    vehicle: str
    gross: Decimal
    tare: Decimal
    net: Decimal
    ticket: str
    clerk: str


@dataclass(frozen=True)
class Waybill:
    """One waybill of strip on its way to the mill; weight in t, distance in km."""

    number: str
    day: date
    carrier: str
    plate: str
    start: str
    goods: str
    weight: Decimal
    km: int

    @property
    def tonne_km(self) -> Decimal:
        """Return weight times distance."""
        return self.weight * self.km


def _plate(numbers: tuple[int, int], region: str = "苏B") -> str:
    return f"{region}·{chr(65 + numbers[0])}{numbers[1]:04d}"


def _even_days(count: int) -> list[date]:
    return [date(2025, 1, 2) + timedelta(days=n * 362 // count) for n in range(count)]


def notes() -> tuple[Note, ...]:
    """Return the 412 notes; net weights add up to 12 600.00 t."""
    random = dice("notes")
    nets: dict[int, Decimal] = {n: Decimal(w) for n, w in _SHOWN.items()}
    for n in _BY_SHIP:
        nets.setdefault(n, Decimal(random.randrange(28_500, 32_400)) * _CENT)
    free = [n for n in range(1, NOTES + 1) if n not in nets]
    rest = STRIP_T - sum(nets.values())
    middle = rest / len(free)
    for n in free:
        nets[n] = (middle + Decimal(random.randrange(-320, 321)) * _CENT).quantize(_CENT)
    _settle(nets, free, STRIP_T)
    found = []
    for n, day in enumerate(_even_days(NOTES), 1):
        net, ship = nets[n], n in _BY_SHIP
        tare = Decimal(0) if ship else Decimal(random.randrange(1_480, 1_690)) * _CENT
        supplier = random.choices([s for s, _ in _SUPPLIERS], [w for _, w in _SUPPLIERS])[0]
        vehicle = (
            f"锡货 {random.randrange(1000, 9999)}"
            if ship
            else _plate((random.randrange(20), random.randrange(10_000)))
        )
        found.append(
            Note(
                number=f"RK-25-{n:04d}",
                day=day,
                supplier=supplier,
                grade=f"Q235B 2.3×{random.choice((1010, 1030, 1250))}",
                coils=max(1, int(net / Decimal("12.5") + Decimal("0.5"))),
                vehicle=vehicle,
                gross=net + tare,
                tare=tare,
                net=net,
                ticket=("水尺 " if ship else "DB25") + f"{random.randrange(10_000, 99_999)}",
                clerk=random.choice(_CLERKS),
            )
        )
    return tuple(found)


def waybills() -> tuple[Waybill, ...]:
    """Return the 1 038 waybills: together 12 600.00 t and 4 410 000.00 t·km."""
    random = dice("waybills")
    weights = {
        n: (STRIP_T / WAYBILLS + Decimal(random.randrange(-400, 401)) * _CENT).quantize(_CENT)
        for n in range(1, WAYBILLS + 1)
    }
    _settle(weights, list(weights), STRIP_T)
    off = {n: random.randrange(-14, 15) for n in weights}
    _balance(weights, off)
    found = []
    for n, day in enumerate(_even_days(WAYBILLS), 1):
        found.append(
            Waybill(
                number=f"YD-25-{n:04d}",
                day=day,
                carrier=random.choice(_CARRIERS),
                plate=_plate((random.randrange(20), random.randrange(10_000)), "苏D"),
                start=random.choice(("沧海厂区 3 号门", "东岭成品库", "北港码头 2# 泊位")),
                goods="热轧带钢 Q235B",
                weight=weights[n],
                km=KM + off[n],
            )
        )
    return tuple(found)


def _settle(weights: dict[int, Decimal], free: list[int], total: Decimal) -> None:
    """Spread what is missing to the total, a hundredth at a time, over the free entries."""
    short = int((total - sum(weights.values())) / _CENT)
    step = _CENT if short > 0 else -_CENT
    for turn in range(abs(short)):
        weights[free[turn % len(free)]] += step


def _balance(weights: dict[int, Decimal], off: dict[int, int]) -> None:
    """Make the weighted mean of the distances exactly 350 km, keeping every sum of weights."""

    def moment() -> Decimal:
        return sum((weights[n] * off[n] for n in weights), Decimal(0))

    for n in sorted(weights):  # whole kilometres first, each within the range
        now = moment()
        if abs(now) < 20:
            break
        step = -1 if now > 0 else 1
        if abs(off[n] + step) <= 14:
            off[n] += step
    left = int(moment() / _CENT)
    giving = [n for n in sorted(weights) if off[n] == (1 if left > 0 else -1)]
    taking = [n for n in sorted(weights) if off[n] == 0]
    for turn in range(abs(left)):  # then hundredths of a tonne between neighbours in distance
        weights[giving[turn % len(giving)]] -= _CENT
        weights[taking[turn % len(taking)]] += _CENT
