"""Units as openLCA knows them: its own reference units where it has them, else units of our own.

The reference units keep the ids of openLCA's reference data and are written as its oldest version,
so that an import never replaces what a database already has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from cfpdesk.model.units import Unit, convert, parse_unit

if TYPE_CHECKING:
    import olca_schema as olca

# All ids of our own follow from this and from what they name, so that an export is repeatable.
NAMESPACE = UUID("5d9a4c0e-2b63-4e0f-8f51-7c1f6d0a3b92")
_OLDEST = {"version": "00.00.000", "last_change": "1970-01-01T00:00:00Z"}

# Our spelling, openLCA's, and the reference unit of its group in openLCA's reference data.
_KNOWN: tuple[tuple[str, str, str], ...] = (
    ("kg", "kg", "kg"),
    ("g", "g", "kg"),
    ("mg", "mg", "kg"),
    ("t", "t", "kg"),
    ("kt", "kt", "kg"),
    ("MJ", "MJ", "MJ"),
    ("kJ", "kJ", "MJ"),
    ("GJ", "GJ", "MJ"),
    ("TJ", "TJ", "MJ"),
    ("kWh", "kWh", "MJ"),
    ("MWh", "MWh", "MJ"),
    ("tce", "TCE", "MJ"),
    ("m³", "m3", "m3"),
    ("L", "l", "m3"),
    ("t·km", "t*km", "t*km"),
    ("kg·km", "kg*km", "t*km"),
    ("人·km", "p*km", "p*km"),
    ("辆·km", "v*km", "v*km"),
    ("m²", "m2", "m2"),
    ("m", "m", "m"),
    ("km", "km", "m"),
    ("h", "h", "d"),
    ("d", "d", "d"),
    ("件", "Item(s)", "Item(s)"),
)


def own_id(*parts: str) -> str:
    """Return the id of something of ours, the same for the same words."""
    return str(uuid5(NAMESPACE, "\n".join(parts)))


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit in openLCA.

    Attributes:
        times: by which a value is multiplied to be in it; 10 000 for 万kWh.
        name: as openLCA shows it.
        unit, quantity: references to the unit and to its flow property.
    """

    times: Decimal
    name: str
    unit: "olca.Ref"
    quantity: "olca.Ref"


class UnitBook:
    """Looks units up and remembers which were used, so that they can be written."""

    def __init__(self) -> None:
        self._reference = {ours: (theirs, base) for ours, theirs, base in _KNOWN}
        self._spelt = {theirs: ours for ours, theirs, _ in _KNOWN}
        self._groups: dict[str, set[str]] = {}
        self._own: dict[str, Measure] = {}

    def measure(self, text: str) -> Measure:
        """Return the unit a text means; what nobody knows is a unit of its own."""
        unit = parse_unit(text)
        if unit is None or unit.below:
            return self._of_our_own(text.strip() or "–", Decimal(1))
        times = Decimal(unit.scale.numerator) / Decimal(unit.scale.denominator)
        plain = _without_scale(unit)
        name, base = self._reference.get(plain, ("", ""))
        if not name:
            return self._of_our_own(plain, times)
        self._groups.setdefault(base, {base}).add(name)
        return _reference(name, times)

    def entities(self) -> "Iterator[olca.RootEntity]":
        """Yield the unit groups and quantities that were used, in a fixed order."""
        for base in sorted(self._groups):
            yield from self._reference_group(base)
        for name in sorted(self._own):
            yield from _own_group(self._own[name])

    def _of_our_own(self, name: str, times: Decimal) -> Measure:
        import olca_schema as olca

        unit = olca.Ref(id=own_id("unit", name), name=name, ref_type=olca.RefType.Unit)
        quantity = olca.Ref(
            id=own_id("quantity", name),
            name=f"Amount in {name}",
            ref_type=olca.RefType.FlowProperty,
        )
        self._own[name] = Measure(Decimal(1), name, unit, quantity)
        return Measure(times, name, unit, quantity)

    def _reference_group(self, base: str) -> "Iterator[olca.RootEntity]":
        import olca_schema as olca
        from olca_schema import units

        group, quantity = units.group_ref(base), units.property_ref(base)
        members = [
            olca.Unit(
                id=units.unit_ref(name).id,
                name=name,
                conversion_factor=float(self._factor(name, base)),
                is_ref_unit=name == base,
            )
            for name in sorted(self._groups[base], key=lambda name: (name != base, name))
        ]
        yield _group(group.id, group.name, members, quantity)
        yield _quantity(quantity.id, quantity.name, group)

    def _factor(self, name: str, base: str) -> Decimal:
        one, other = parse_unit(self._spelt[name]), parse_unit(self._spelt[base])
        if one is None or other is None:
            raise LookupError(name)
        return convert(Decimal(1), one, other)


def _without_scale(unit: Unit) -> str:
    """Return how a unit without a slash is shown, less the number before it: 10⁴kWh is kWh."""
    return str(unit).lstrip("10⁰¹²³⁴⁵⁶⁷⁸⁹⁻") if unit.scale != 1 else str(unit)


def _reference(name: str, times: Decimal) -> Measure:
    from olca_schema import units

    return Measure(times, name, units.unit_ref(name), units.property_ref(name))


def _own_group(measure: Measure) -> "Iterator[olca.RootEntity]":
    import olca_schema as olca

    name = measure.name
    group = olca.Ref(
        id=own_id("group", name), name=f"Units of {name}", ref_type=olca.RefType.UnitGroup
    )
    unit = olca.Unit(id=measure.unit.id, name=name, conversion_factor=1.0, is_ref_unit=True)
    yield _group(group.id, group.name, [unit], measure.quantity)
    yield _quantity(measure.quantity.id, measure.quantity.name, group)


def _group(
    identifier: str, name: str, members: "list[olca.Unit]", quantity: "olca.Ref"
) -> "olca.UnitGroup":
    import olca_schema as olca

    return olca.UnitGroup(
        id=identifier, name=name, units=members, default_flow_property=quantity, **_OLDEST
    )


def _quantity(identifier: str, name: str, group: "olca.Ref") -> "olca.FlowProperty":
    import olca_schema as olca

    return olca.FlowProperty(
        id=identifier,
        name=name,
        unit_group=group,
        flow_property_type=olca.FlowPropertyType.PHYSICAL_QUANTITY,
        **_OLDEST,
    )
