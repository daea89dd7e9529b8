"""From a client's table to claimed lines: each figure with its cell, emissions in kgCO2e."""

from decimal import Decimal

from cfpdesk.model.claimed_line import Claimed, ClaimedLine
from cfpdesk.model.dataset import ColumnRole, Dataset
from cfpdesk.model.mapped_value import MappedValue
from cfpdesk.model.table_rows import TableRow, place
from cfpdesk.model.units import kg_of_texts

_ONE = Decimal(1)


def claimed_line(dataset: Dataset, row: TableRow) -> ClaimedLine:
    """Return a line of an inventory.

    Emissions in another mass (tCO2e) become kg; in a unit that is no mass they are left out and
    say so. Without a column of GWP the factor is taken to be CO2e already.
    """
    gwp = row.value(ColumnRole.GWP)
    activity, factor = row.value(ColumnRole.ACTIVITY), row.value(ColumnRole.FACTOR)
    return ClaimedLine(
        dataset=dataset.row,
        key=row.key,
        code=row.value(ColumnRole.ID).text,
        name=row.value(ColumnRole.SOURCE).text or row.key,
        row=row.row,
        activity=_claimed(dataset, activity),
        activity_unit=activity.unit,
        factor=_claimed(dataset, factor),
        factor_unit=factor.unit,
        gwp=_claimed(dataset, gwp) if ColumnRole.GWP in row.values else Claimed(_ONE),
        emissions=_in_kg(dataset, row.value(ColumnRole.EMISSIONS)),
        stage=row.value(ColumnRole.STAGE).text,
        rank=row.value(ColumnRole.RANK).text,
        factor_source=row.value(ColumnRole.FACTOR_SOURCE).text,
        gas=row.value(ColumnRole.GAS).text,
        remark=row.value(ColumnRole.REMARK).text,
    )


def _claimed(dataset: Dataset, value: MappedValue) -> Claimed:
    return Claimed(value.number, place(dataset.sheet, value.address), value.problem or "")


def _in_kg(dataset: Dataset, value: MappedValue) -> Claimed:
    found = _claimed(dataset, value)
    unit = value.unit.strip()
    if found.value is None or not unit:
        return found
    kg = kg_of_texts(found.value, "个", _ONE, f"{unit}/个")
    return found if kg is None else Claimed(kg, found.cell, found.problem)
