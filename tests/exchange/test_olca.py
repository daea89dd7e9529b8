"""An exported inventory is read back by openLCA's own library and adds up to the footprint."""

import io
import math
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.exchange.olca import export_inventory
from cfpdesk.exchange.olca_units import UnitBook
from cfpdesk.model.footprint_line import ExportLine
from cfpdesk.model.inventory import Bucket, LifeCycleStage
from tests.exchange.footprints import E1_LINES, E1_UNITS, E4_LINES, e1, e4

if TYPE_CHECKING:
    import olca_schema as olca


class Read:
    """Everything of a zip, by id, as the library reads it."""

    def __init__(self, data: bytes) -> None:
        import olca_schema as olca
        from olca_schema import zipio

        kinds = (
            olca.UnitGroup, olca.FlowProperty, olca.Flow, olca.Process, olca.Source, olca.Actor,
            olca.Location, olca.DQSystem, olca.ImpactCategory, olca.ImpactMethod,
        )  # fmt: skip
        self.kinds: Counter[str] = Counter()
        self.by_id: dict[str, Any] = {}
        with zipio.ZipReader(io.BytesIO(data)) as reader:
            for kind in kinds:
                for entity in reader.read_each(kind):
                    self.kinds[kind.__name__] += 1
                    self.by_id[entity.id] = entity

    def product(self) -> "olca.Process":
        (process,) = (
            one
            for one in self.by_id.values()
            if type(one).__name__ == "Process" and one.category == "CFP"
        )
        return process

    def total(self) -> float:
        """Return kgCO2e per unit of the product, as openLCA would compute it."""
        (category,) = (x for x in self.by_id.values() if type(x).__name__ == "ImpactCategory")
        weights = {factor.flow.id: factor.value for factor in category.impact_factors}
        process = self.product()

        def emitted(one: "olca.Process") -> float:
            return math.fsum(
                exchange.amount * weights.get(exchange.flow.id, 0.0)
                for exchange in one.exchanges
                if not exchange.is_input and not exchange.is_quantitative_reference
            )

        (made,) = (x for x in process.exchanges if x.is_quantitative_reference)
        inputs = (x for x in process.exchanges if x.is_input)
        upstream = sum(x.amount * emitted(self.by_id[x.default_provider.id]) for x in inputs)
        return float((emitted(process) + upstream) / made.amount)


def test_the_constructed_plant_is_read_back_with_its_footprint() -> None:
    read = Read(export_inventory(e1(), E1_LINES, E1_UNITS))
    assert read.total() * 1000 == pytest.approx(2708.8783303375, rel=1e-12)
    process = read.product()
    assert process.name == "冷轧带钢 – Cradle to gate"
    amounts = {x.flow.name: (x.amount, x.unit.name) for x in process.exchanges if x.is_input}
    assert amounts["外购电力"] == (3600000.0, "kWh")
    assert amounts["天然气"] == (450000.0, "Nm³")
    assert amounts["带钢公路运输"] == (4410000.0, "t*km")
    (made,) = (x for x in process.exchanges if x.is_quantitative_reference)
    assert (made.amount, made.unit.name) == (12000000.0, "kg")
    assert read.kinds["Process"] == 6


def test_every_reference_leads_somewhere() -> None:
    data = export_inventory(e4(), E4_LINES, Decimal(1))
    read = Read(data)
    seen: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if "@id" in value:
                seen.append(str(value["@id"]))
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    for entity in read.by_id.values():
        walk(entity.to_dict())
    units = {u.id for x in read.by_id.values() for u in getattr(x, "units", None) or []}
    assert set(seen) <= read.by_id.keys() | units
    assert len(seen) > 20


def test_what_was_measured_directly_and_removed_counts_too() -> None:
    read = Read(export_inventory(e4(), E4_LINES, Decimal(1)))
    assert read.total() == pytest.approx(0.727)
    outside = replace(E4_LINES[0], key="9", bucket=Bucket.OUTSIDE, kg=Decimal(-5))
    assert Read(export_inventory(e4(), [*E4_LINES, outside], Decimal(1))).total() == pytest.approx(
        0.727
    )


def test_lines_with_the_same_factor_share_it() -> None:
    power = replace(E1_LINES[1], source="MEE 2024")
    other = replace(power, key="P9", name="空压机", activity=Decimal(1000), kg=Decimal("577.7"))
    read = Read(export_inventory(e1(), [power, other], E1_UNITS))
    assert read.kinds["Process"] == 2
    alone = replace(other, source="")
    assert Read(export_inventory(e1(), [power, alone], E1_UNITS)).kinds["Process"] == 3


def test_uncertainty_is_log_normal_about_the_amount() -> None:
    process = Read(export_inventory(e1(), E1_LINES, E1_UNITS)).product()
    strip = next(x for x in process.exchanges if x.flow.name == "带钢")
    assert strip.uncertainty.distribution_type.value == "LOG_NORMAL_DISTRIBUTION"
    assert strip.uncertainty.geom_mean == 12600.0
    assert strip.uncertainty.geom_sd == pytest.approx(math.exp(0.01))
    removed = replace(E4_LINES[2], activity_log_sd=Decimal("0.1"))
    process = Read(export_inventory(e4(), [removed], Decimal(1))).product()
    assert [x.uncertainty for x in process.exchanges] == [None, None]


def test_the_verification_is_the_review() -> None:
    read = Read(export_inventory(e1(), E1_LINES, E1_UNITS))
    documentation = read.product().process_documentation
    (review,) = documentation.reviews
    assert review.review_type == "Independent external review"
    assert review.details == (
        "Reasonable assurance by ISO 14064-3:2019, completed on 2026-03-20."
        " Opinion: unmodified opinion."
    )
    assert read.by_id[review.reviewers[0].id].name == "某认证中心"
    assert read.by_id[review.report.id].name == "CICC-CFP-2026-0417"
    assert {read.by_id[one.id].name for one in documentation.sources} == {
        "CPCD 41121A0012022C",
        "CPCD 65119X0152019C",
        "CPCD 2025",
    }
    assert read.by_id[read.product().location.id].code == "CN-JS"
    assert read.product().dq_entry == "(2;1;3)"
    assert {x.dq_entry for x in read.product().exchanges} == {None, "(2;1;3)"}
    assert Read(
        export_inventory(replace(e1(), verification=None, geography=None), E1_LINES, E1_UNITS)
    ).product().process_documentation.reviews is None  # fmt: skip


def test_the_words_are_in_the_language_asked_for() -> None:
    process = Read(export_inventory(e1(), E1_LINES, E1_UNITS, "zh")).product()
    assert process.name == "冷轧带钢 – 摇篮到大门"
    strip = next(x for x in process.exchanges if x.flow.name == "带钢")
    assert strip.description == (
        "带钢; 原材料; 12600 t × 2310 kgCO2e/t = 29106000 kgCO2e; CPCD 41121A0012022C"
    )


def test_the_same_facts_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.exchange.footprints import *\n"
        "from cfpdesk.exchange.olca import export_inventory\n"
        "import hashlib\n"
        "print(hashlib.sha256(export_inventory(e1(), E1_LINES, E1_UNITS)).hexdigest())\n"
    )
    root = Path(__file__).resolve().parents[2]
    said = {
        subprocess.run(
            [sys.executable, "-c", script, str(root)],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    with zipfile.ZipFile(io.BytesIO(export_inventory(e1(), E1_LINES, E1_UNITS))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
        assert archive.testzip() is None


def test_its_library_is_loaded_only_when_something_is_exported() -> None:
    script = (
        "import sys, cfpdesk.exchange.olca, cfpdesk.exchange.pact\n"
        "print({'olca_schema', 'pint', 'jsonschema', 'scipy', 'numpy'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"


def test_without_lines_or_output_nothing_is_exported() -> None:
    with pytest.raises(UserError):
        export_inventory(e1(), [], E1_UNITS)
    with pytest.raises(UserError):
        export_inventory(e1(), E1_LINES, Decimal(0))


@pytest.mark.parametrize(
    ("text", "times", "name", "quantity"),
    [
        ("吨", "1", "t", "Mass"),
        ("万kWh", "10000", "kWh", "Energy"),
        ("10⁴Nm³", "10000", "Nm³", "Amount in Nm³"),
        ("tce", "1", "TCE", "Energy"),
        ("件", "1", "Item(s)", "Number of items"),
        ("kg/10⁴Nm³", "1", "kg/10⁴Nm³", "Amount in kg/10⁴Nm³"),
        ("架次", "1", "架次", "Amount in 架次"),
        ("", "1", "–", "Amount in –"),
    ],
)
def test_units_are_openlca_s_own_where_it_has_them(
    text: str, times: str, name: str, quantity: str
) -> None:
    measure = UnitBook().measure(text)
    assert (measure.times, measure.name, measure.quantity.name) == (Decimal(times), name, quantity)


def test_units_of_one_group_convert_into_its_reference() -> None:
    book = UnitBook()
    for text in ("kWh", "tce", "h", "g", "L"):
        book.measure(text)
    factors = {
        u.name: u.conversion_factor for x in book.entities() for u in getattr(x, "units", [])
    }
    assert factors == {
        "MJ": 1.0, "kWh": 3.6, "TCE": 29307.6, "d": 1.0, "h": pytest.approx(1 / 24), "kg": 1.0,
        "g": 0.001, "m3": 1.0, "l": 0.001,
    }  # fmt: skip


LINES = st.lists(
    st.builds(
        ExportLine,
        key=st.integers(0, 999).map(str),
        name=st.text("带钢x ", min_size=1, max_size=3),
        stage=st.sampled_from([None, *LifeCycleStage]),
        activity=st.none() | st.decimals(-(10**6), 10**6, allow_nan=False, places=3),
        unit=st.sampled_from(["t", "kWh", "万kWh", "Nm³", "", "个"]),
        factor=st.none() | st.decimals(0, 10**4, allow_nan=False, places=3),
        kg=st.decimals(-(10**9), 10**9, allow_nan=False, places=4),
        bucket=st.sampled_from(Bucket),
        aircraft=st.booleans(),
        source=st.sampled_from(["", "CPCD", "MEE"]),
        factor_log_sd=st.sampled_from([Decimal(0), Decimal("0.2")]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda line: line.key,
)


@settings(max_examples=60)
@given(LINES)
def test_any_inventory_is_read_back_with_its_total(lines: list[ExportLine]) -> None:
    read = Read(export_inventory(e1(), lines, E1_UNITS))
    counted = [float(x.kg) for x in lines if x.bucket is not Bucket.OUTSIDE]
    expected = math.fsum(counted)
    size = sum(abs(kg) for kg in counted) or 1.0
    assert abs(read.total() * 12_000_000 - expected) <= size * 1e-9
