"""The sample of picture 06, made once for the tests of evaluation, ledger and opinion."""

from decimal import Decimal

from cfpdesk.model.drawn_sample import DrawnItem, DrawnSample, Part, draw_sample
from cfpdesk.model.engagement import AssuranceLevel
from cfpdesk.model.evaluation import ClaimContext
from cfpdesk.model.misstatement import LineDifference
from cfpdesk.model.population import (
    Conformity,
    Population,
    Risk,
    SampleItem,
    SamplingMethod,
)
from cfpdesk.model.population_frame import Frame, PopulationItem, split
from cfpdesk.model.sampled import Sampled

D = Decimal
CLAIM = D(33_702_748)
PLAIN = ClaimContext(CLAIM, D(5), AssuranceLevel.REASONABLE, D(75))
# Picture 05: the electricity factor and the GWP of HFC-32.
ELECTRICITY = LineDifference("P1", "外购电力", D(1_910_160), D(2_079_720), finding="ms-1")
COOLANT = LineDifference("P6", "制冷剂 HFC-32 逸散", D(3_385), D(3_855))
SLIPS = Population(
    row="slips",
    name="带钢入库单 2025",
    line="R1",
    unit="t",
    factor=D(2310),
    inherent_risk=Risk.HIGH,
    control_risk=Risk.LOW,
    control_test="地磅检定与过磅流程穿行",
    drawn_size=47,
)
WEIGHBRIDGE = Population(
    row="bridge",
    name="地磅记录 → 入库单",
    unit="t",
    method=SamplingMethod.ATTRIBUTE,
    reverse_of="slips",
    drawn_size=60,
)
FOUND = {"RK-25-0000": "307.90", "RK-25-0008": "23.29", "RK-25-0009": "25.81"}


def slips() -> Frame:
    """Return 412 slips of 12 600 t in all, eight of them as large as the interval or larger."""
    large = [D("309.50"), *[D("270.00") + n for n in range(7)]]
    rest = D(12_600) - sum(large) - D("22.57") - D("26.33")
    share = (rest / 402).quantize(D("0.01"))
    amounts = [*large, D("22.57"), D("26.33"), *[share] * 401]
    amounts.append(D(12_600) - sum(amounts))
    return split(PopulationItem(f"RK-25-{n:04d}", amount) for n, amount in enumerate(amounts))


def sample_06() -> DrawnSample:
    """Return the sample of the picture: eight whole slips and 39 drawn ones, the two among them."""
    items = slips().items
    whole = (DrawnItem(item, Part.WHOLE, 0) for item in items[:8])
    drawn = (DrawnItem(item, Part.DRAWN) for item in items[8:47])
    return DrawnSample((*whole, *drawn), 412, D(12_600), 47, D(12_600) / 47)


def seen_of(population: str, sample: DrawnSample, **verified: str) -> dict[str, SampleItem]:
    """Return every item checked and found as claimed, but for those given by identifier."""
    found = {}
    for drawn in sample.items:
        name = drawn.item.id
        amount = D(verified[name]) if name in verified else drawn.item.amount
        found[name] = SampleItem(population=population, item=name, verified=amount, checked=True)
    return found


def slips_sampled(**verified: str) -> Sampled:
    """Return the picture's sample, with these items verified at another amount."""
    sample = sample_06()
    return Sampled(SLIPS, sample, seen_of("slips", sample, **verified), D("0.9"))


def records_sampled(missing: int = 0, size: int = 60, checked: int | None = None) -> Sampled:
    """Return the picture's sample of weighbridge records, so many of them not in the inventory."""
    frame = split(PopulationItem(f"DB-{n:03d}", D(30)) for n in range(size * 7))
    sample = draw_sample(WEIGHBRIDGE, frame, "seed", [size])
    done = list(sample.items)[: size if checked is None else checked]
    seen = {
        drawn.item.id: SampleItem(
            population="bridge",
            item=drawn.item.id,
            missing=n < missing,
            conforms=Conformity.UNCHECKED if n < missing else Conformity.YES,
            checked=True,
        )
        for n, drawn in enumerate(done)
    }
    return Sampled(WEIGHBRIDGE, sample, seen, D("0.9"))
