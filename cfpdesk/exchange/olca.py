"""Writes the verified inventory as openLCA data (JSON-LD in a zip) through openLCA's own library.

One process for the product, with one input a line: the activity of the period. Each input is made
by a process that stands for its emission factor and emits CO2e; lines that use the same factor
share it, so that its uncertainty is shared too. What was measured directly is emitted by the
product's process itself. An impact method with factors of 1 adds it all up, so that openLCA shows
the verified footprint at once.

openLCA keeps amounts as binary numbers; the exact figures stand in the descriptions. The same facts
give the same bytes: ids follow from names, dates from the footprint, and the zip is not compressed.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from cfpdesk.errors import UserError
from cfpdesk.exchange.olca_document import Documentation
from cfpdesk.exchange.olca_units import Measure, UnitBook, own_id
from cfpdesk.i18n import Language, msg
from cfpdesk.model.declared_unit import DeclaredUnit
from cfpdesk.model.engagement import BOUNDARY_NAMES
from cfpdesk.model.footprint_line import ExportLine
from cfpdesk.model.inventory import BUCKET_WORD, STAGE_WORD, Bucket
from cfpdesk.model.product_footprint import ProductFootprintFacts, decimal_text
from cfpdesk.model.recalculation import EXACT

if TYPE_CHECKING:
    import olca_schema as olca

# How the ten units of a declared unit are written elsewhere in this program.
_WRITTEN = {
    DeclaredUnit.LITER: "L",
    DeclaredUnit.KILOGRAM: "kg",
    DeclaredUnit.CUBIC_METER: "m³",
    DeclaredUnit.KILOWATT_HOUR: "kWh",
    DeclaredUnit.MEGAJOULE: "MJ",
    DeclaredUnit.TON_KILOMETER: "t·km",
    DeclaredUnit.SQUARE_METER: "m²",
    DeclaredUnit.PIECE: "件",
    DeclaredUnit.HOUR: "h",
    DeclaredUnit.MEGABIT_SECOND: "Mbit·s",
}
_EMISSIONS = "Elementary flows/Emission to air/unspecified"
# Two lines use the same factor where it agrees to so many figures.
_SAME_FIGURES = 12
_DOS_DATE = (1980, 1, 1, 0, 0, 0)


def export_inventory(
    facts: ProductFootprintFacts,
    lines: Sequence[ExportLine],
    units: Decimal,
    language: Language = "en",
) -> bytes:
    """Return the zip that openLCA imports.

    Args:
        facts: the product and its verification.
        lines: the verified inventory of the period.
        units: how many declared units were made in the period.
        language: of the words the program itself puts in.

    Raises:
        UserError: if there is no line to export, or nothing was made.
    """
    if not lines or units <= 0:
        raise UserError(
            msg("There is nothing to export: the inventory needs recalculated lines and an output.")
        )
    return _zipped(_Inventory(facts, language).entities(lines, units))


class _Inventory:
    """Builds the entities of one footprint."""

    def __init__(self, facts: ProductFootprintFacts, language: Language) -> None:
        self._facts = facts
        self._language = language
        self._units = UnitBook()
        self._document = Documentation(facts, language)
        self._flows: dict[str, olca.Flow] = {}
        self._factors: dict[str, olca.Process] = {}
        self._stamp = self._document.stamp

    def entities(self, lines: Sequence[ExportLine], units: Decimal) -> "list[olca.RootEntity]":
        """Return everything the product's process needs, and the process."""
        process = self._product(lines, units)
        method = self._method(lines)
        return [
            *self._units.entities(),
            *self._flows.values(),
            *self._document.entities(),
            *self._factors.values(),
            *method,
            process,
        ]

    def _product(self, lines: Sequence[ExportLine], units: Decimal) -> "olca.Process":
        import olca_schema as olca

        facts = self._facts
        boundary = BOUNDARY_NAMES[facts.boundary].text(self._language)
        process = olca.Process(
            id=own_id("process", facts.id),
            name=f"{facts.product.name} – {boundary}",
            category="CFP",
            description=self._document.description(),
            process_type=olca.ProcessType.UNIT_PROCESS,
            location=self._document.location(),
            process_documentation=self._document.process_documentation(lines),
            **self._stamp,
        )
        self._document.rate(process)
        measure = self._units.measure(_WRITTEN[facts.unit])
        flow = self._flow(facts.product.name, olca.FlowType.PRODUCT_FLOW, measure, facts.id)
        made = _exchange(process, flow, measure, _times(units, facts.amount, measure.times))
        made.is_quantitative_reference = True
        for line in lines:
            self._take(process, line)
        return process

    def _take(self, process: "olca.Process", line: ExportLine) -> None:
        """Add one line to the product's process."""
        if not line.activity:
            sigma = _together(line.activity_log_sd, line.factor_log_sd)
            exchange = self._emission(process, line, line.kg, sigma)
        else:
            measure = self._units.measure(line.unit)
            amount = _times(line.activity, measure.times)
            provider, flow = self._factor(line, measure, amount)
            exchange = _exchange(process, flow, measure, amount, line.activity_log_sd)
            exchange.is_input = True
            exchange.default_provider = provider.to_ref()
        exchange.description = self._said(line)
        exchange.dq_entry = self._document.entry(line.scores)

    def _factor(
        self, line: ExportLine, measure: Measure, amount: Decimal
    ) -> "tuple[olca.Process, olca.Flow]":
        """Return the process of a factor and the flow it makes, one for all lines that use it."""
        import olca_schema as olca

        with localcontext(EXACT):
            each = line.kg / amount
        stated = "" if line.factor is None else f"{line.factor:f} {line.factor_unit}".strip()
        own = () if stated and line.source else (self._facts.id, line.key)
        emitted = (line.bucket.value, line.gas, str(line.aircraft), f"{line.factor_log_sd:f}")
        close = decimal_text(each, _SAME_FIGURES)
        key = own_id("factor", line.source, stated, measure.name, close, *emitted, *own)
        flow = self._flow(line.name, olca.FlowType.PRODUCT_FLOW, measure, key)
        if key not in self._factors:
            process = olca.Process(
                id=key,
                name=" – ".join(part for part in (flow.name, line.source, stated) if part),
                category="CFP/factors",
                description=stated,
                process_type=olca.ProcessType.LCI_RESULT,
                process_documentation=self._document.factor_documentation(line.source),
                **self._stamp,
            )
            made = _exchange(process, flow, measure, Decimal(1))
            made.is_quantitative_reference = True
            self._emission(process, line, each, line.factor_log_sd)
            self._factors[key] = process
        return self._factors[key], flow

    def _emission(
        self, process: "olca.Process", line: ExportLine, kg: Decimal, log_sd: Decimal
    ) -> "olca.Exchange":
        mass = self._units.measure("kg")
        return _exchange(process, self._gas(line), mass, kg, log_sd)

    def _gas(self, line: ExportLine) -> "olca.Flow":
        """Return the flow of CO2e that a line emits: one a bucket, aircraft apart."""
        import olca_schema as olca

        word = BUCKET_WORD[line.bucket].text("en")
        name = f"GHG emissions as CO2e – {word}{', aircraft' if line.aircraft else ''}"
        return self._flow(name, olca.FlowType.ELEMENTARY_FLOW, self._units.measure("kg"), name)

    def _flow(self, name: str, kind: "olca.FlowType", measure: Measure, *key: str) -> "olca.Flow":
        import olca_schema as olca

        identifier = own_id("flow", kind.value, measure.name, *key)
        if identifier not in self._flows:
            factor = olca.FlowPropertyFactor(
                flow_property=measure.quantity, conversion_factor=1.0, is_ref_flow_property=True
            )
            self._flows[identifier] = olca.Flow(
                id=identifier,
                name=name,
                flow_type=kind,
                category=_EMISSIONS if kind is olca.FlowType.ELEMENTARY_FLOW else "CFP",
                flow_properties=[factor],
                **self._stamp,
            )
        return self._flows[identifier]

    def _said(self, line: ExportLine) -> str:
        """Return the exact figures of a line in words."""
        stage = STAGE_WORD[line.stage].text(self._language) if line.stage else ""
        figures = f"{line.kg:f} kgCO2e"
        if line.activity is not None and line.factor is not None:
            activity = f"{line.activity:f} {line.unit}".strip()
            figures = f"{activity} × {line.factor:f} {line.factor_unit}".strip() + f" = {figures}"
        parts = (line.name, stage, figures, line.source)
        return "; ".join(part for part in parts if part)

    def _method(self, lines: Iterable[ExportLine]) -> "list[olca.RootEntity]":
        """Return the impact method that adds up what counts."""
        import olca_schema as olca

        counted = {self._gas(line).id: line for line in lines if line.bucket is not Bucket.OUTSIDE}
        mass = self._units.measure("kg")
        sets = ", ".join(self._facts.gwp_sets)
        category = olca.ImpactCategory(
            id=own_id("impact", sets, *sorted(counted)),
            name=f"Climate change, GWP 100 ({sets})",
            ref_unit="kg CO2e",
            impact_factors=[
                olca.ImpactFactor(
                    flow=self._flows[key].to_ref(),
                    flow_property=mass.quantity,
                    unit=mass.unit,
                    value=1.0,
                )
                for key in sorted(counted)
            ],
            **self._stamp,
        )
        method = olca.ImpactMethod(
            id=own_id("method", sets, *sorted(counted)),
            name=f"CFP as verified ({sets})",
            impact_categories=[category.to_ref()],
            **self._stamp,
        )
        return [category, method]


def _exchange(
    process: "olca.Process",
    flow: "olca.Flow",
    measure: Measure,
    amount: Decimal,
    log_sd: Decimal = Decimal(0),
) -> "olca.Exchange":
    """Add an output to a process and return it."""
    import olca_schema as olca

    exchange = olca.new_output(process, flow, float(amount), measure.unit)
    exchange.flow_property = measure.quantity
    # A log-normal amount is positive; an uncertain removal has no counterpart in openLCA.
    if log_sd > 0 and amount > 0:
        exchange.uncertainty = olca.Uncertainty(
            distribution_type=olca.UncertaintyType.LOG_NORMAL_DISTRIBUTION,
            geom_mean=float(amount),
            geom_sd=float(log_sd.exp(EXACT)),
        )
    return exchange


def _times(*factors: Decimal) -> Decimal:
    with localcontext(EXACT):
        product = Decimal(1)
        for factor in factors:
            product *= factor
        return product


def _together(one: Decimal, other: Decimal) -> Decimal:
    with localcontext(EXACT):
        return (one**2 + other**2).sqrt()


def _zipped(entities: "Iterable[olca.RootEntity]") -> bytes:
    """Write the entities with openLCA's library, then the zip anew with fixed dates and order."""
    from olca_schema import zipio

    draft, final = io.BytesIO(), io.BytesIO()
    with zipio.ZipWriter(draft) as writer:
        for entity in entities:
            writer.write(entity)
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(final, "w") as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, _DOS_DATE)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            target.writestr(entry, source.read(name))
    return final.getvalue()
