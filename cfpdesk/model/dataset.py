"""A table of the client that is worked with, and which of its columns means what.

The workbook itself is a blob and is never written; the table's place in it and the meaning of its
columns are a person's judgement, so that they are records. A mapping made once is found again in
the next version of the same workbook (`model.mapping_search`).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Blob, Record


class DatasetKind(StrEnum):
    """What a table of the client is used for."""

    INVENTORY = "inventory"
    """One line for each source or sink: activity data, factor, emissions."""
    POPULATION = "population"
    """One line for each item that may be drawn: delivery note, invoice, waybill."""
    FACTORS = "factors"
    """One line for each emission factor."""


@dataclass(frozen=True, kw_only=True)
class Dataset(Record):
    """One table on one sheet of a workbook.

    Attributes:
        order: place among the datasets, as `model.order` makes it.
        file: the current version of the workbook; earlier ones stand in the journal's history of
            this cell.
        sheet: name of the sheet.
        header_top: first row of the header; 0 where it has only one row.
        header_rows: last row of the header; 0 where the table has none. Rows count from 1.
        first_row: first row that may hold data; 0 is the one below the header.
        last_row: last row that may; 0 is the end of the sheet.
        evidence: row of the `Evidence` that holds the file.
        skip_totals: leave out rows of sums; they are then checked against the lines instead.
    """

    TABLE: ClassVar[str] = "dataset"

    name: str = ""
    kind: DatasetKind = DatasetKind.INVENTORY
    order: str = ""
    file: Blob | None = None
    sheet: str = ""
    header_top: int = 0
    header_rows: int = 0
    first_row: int = 0
    last_row: int = 0
    evidence: str = ""
    skip_totals: bool = True

    @property
    def header(self) -> tuple[int, int]:
        """First and last row of the header; (0, 0) where there is none."""
        return (self.header_top or self.header_rows, self.header_rows)

    @property
    def data_from(self) -> int:
        """The first row that may hold data."""
        return self.first_row or self.header_rows + 1


class ColumnRole(StrEnum):
    """What a column means."""

    ID = "id"
    STAGE = "stage"
    SOURCE = "source"
    """The name of a source or sink (排放源)."""
    ACTIVITY = "activity"
    ACTIVITY_UNIT = "activity_unit"
    FACTOR = "factor"
    FACTOR_UNIT = "factor_unit"
    GWP = "gwp"
    GAS = "gas"
    EMISSIONS = "emissions"
    RANK = "rank"
    FACTOR_SOURCE = "factor_source"
    REMARK = "remark"
    BUCKET = "bucket"
    """Fossil, biogenic, land use: what is reported apart."""

    ITEM_ID = "item_id"
    DATE = "date"
    AMOUNT = "amount"
    UNIT = "unit"
    PARTNER = "partner"
    """Supplier, customer, carrier."""
    TEXT = "text"

    NAME = "name"
    YEAR = "year"
    REGION = "region"
    BOUNDARY = "boundary"
    VERSION = "version"
    UNCERTAINTY = "uncertainty"
    GWP_SET = "gwp_set"
    DATA_TYPE = "data_type"
    LOW_CARBON = "low_carbon"


@dataclass(frozen=True, kw_only=True)
class DatasetColumn(Record):
    """That a column of a dataset means something.

    Attributes:
        dataset: row of the `Dataset`.
        column: its letters as the client's program shows them; empty where the table has none.
        unit: the unit that holds for the whole column, such as t from a header "净重 t"; `单位` or
            `unit` in it stands for the unit of the same line (kgCO₂e/单位).
        header: the header's text, by which the column is found again in the next version.
        beside: letters of all columns, parted by blanks, where one row holds a figure for each
            month side by side; each figure is then a line of its own, and `column` is the first of
            them. Empty where the figure stands in one column.
    """

    TABLE: ClassVar[str] = "dataset_column"
    KEY: ClassVar[tuple[str, ...]] = ("dataset", "role")

    dataset: str = ""
    role: ColumnRole = ColumnRole.ID
    column: str = ""
    unit: str = ""
    header: str = ""
    beside: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the dataset."""
        return (("dataset", self.dataset),)


ROLES: dict[DatasetKind, tuple[ColumnRole, ...]] = {
    DatasetKind.INVENTORY: (
        ColumnRole.ID,
        ColumnRole.STAGE,
        ColumnRole.SOURCE,
        ColumnRole.ACTIVITY,
        ColumnRole.ACTIVITY_UNIT,
        ColumnRole.FACTOR,
        ColumnRole.FACTOR_UNIT,
        ColumnRole.GWP,
        ColumnRole.GAS,
        ColumnRole.EMISSIONS,
        ColumnRole.RANK,
        ColumnRole.FACTOR_SOURCE,
        ColumnRole.BUCKET,
        ColumnRole.REMARK,
    ),
    DatasetKind.POPULATION: (
        ColumnRole.ITEM_ID,
        ColumnRole.DATE,
        ColumnRole.AMOUNT,
        ColumnRole.UNIT,
        ColumnRole.PARTNER,
        ColumnRole.TEXT,
        ColumnRole.REMARK,
    ),
    DatasetKind.FACTORS: (
        ColumnRole.ID,
        ColumnRole.NAME,
        ColumnRole.FACTOR,
        ColumnRole.FACTOR_UNIT,
        ColumnRole.UNIT,
        ColumnRole.GAS,
        ColumnRole.RANK,
        ColumnRole.FACTOR_SOURCE,
        ColumnRole.YEAR,
        ColumnRole.REGION,
        ColumnRole.BOUNDARY,
        ColumnRole.VERSION,
        ColumnRole.UNCERTAINTY,
        ColumnRole.GWP_SET,
        ColumnRole.DATA_TYPE,
        ColumnRole.LOW_CARBON,
        ColumnRole.REMARK,
    ),
}
"""The roles that a table of each kind may have, in the order in which they are shown."""

NUMBER_ROLES = frozenset(
    {
        ColumnRole.ACTIVITY,
        ColumnRole.FACTOR,
        ColumnRole.GWP,
        ColumnRole.EMISSIONS,
        ColumnRole.AMOUNT,
    }
)
"""Columns whose cells must be numbers."""

SUM_ROLES = frozenset({ColumnRole.ACTIVITY, ColumnRole.EMISSIONS, ColumnRole.AMOUNT})
"""Columns that rows of sums add up."""

KEY_ROLES: dict[DatasetKind, tuple[ColumnRole, ...]] = {
    DatasetKind.INVENTORY: (ColumnRole.ID, ColumnRole.SOURCE),
    DatasetKind.POPULATION: (ColumnRole.ITEM_ID,),
    DatasetKind.FACTORS: (ColumnRole.ID, ColumnRole.NAME),
}
"""By which columns a line is named; the first that is filled counts."""

NAME_ROLE: dict[DatasetKind, ColumnRole] = {
    DatasetKind.INVENTORY: ColumnRole.SOURCE,
    DatasetKind.POPULATION: ColumnRole.TEXT,
    DatasetKind.FACTORS: ColumnRole.NAME,
}

KIND_WORD: dict[DatasetKind, Message] = {
    DatasetKind.INVENTORY: msg("Emission inventory"),
    DatasetKind.POPULATION: msg("Population"),
    DatasetKind.FACTORS: msg("Factor list"),
}
ROLE_WORD: dict[ColumnRole, Message] = {
    ColumnRole.ID: msg("Line no."),
    ColumnRole.STAGE: msg("Life cycle stage"),
    ColumnRole.SOURCE: msg("Source or sink"),
    ColumnRole.ACTIVITY: msg("Activity data"),
    ColumnRole.ACTIVITY_UNIT: msg("Unit of the activity data"),
    ColumnRole.FACTOR: msg("Emission factor"),
    ColumnRole.FACTOR_UNIT: msg("Unit of the factor"),
    ColumnRole.GWP: msg("GWP"),
    ColumnRole.GAS: msg("Greenhouse gas"),
    ColumnRole.EMISSIONS: msg("Emissions"),
    ColumnRole.RANK: msg("Rank of the factor"),
    ColumnRole.FACTOR_SOURCE: msg("Source of the factor"),
    ColumnRole.REMARK: msg("Remark"),
    ColumnRole.BUCKET: msg("Fossil or biogenic"),
    ColumnRole.ITEM_ID: msg("Item no."),
    ColumnRole.DATE: msg("Date"),
    ColumnRole.AMOUNT: msg("Amount"),
    ColumnRole.UNIT: msg("Unit"),
    ColumnRole.PARTNER: msg("Supplier, customer or carrier"),
    ColumnRole.TEXT: msg("Description"),
    ColumnRole.NAME: msg("Name of the factor"),
    ColumnRole.YEAR: msg("Year"),
    ColumnRole.REGION: msg("Region"),
    ColumnRole.BOUNDARY: msg("System boundary"),
    ColumnRole.VERSION: msg("Version"),
    ColumnRole.UNCERTAINTY: msg("Uncertainty"),
    ColumnRole.GWP_SET: msg("GWP set"),
    ColumnRole.DATA_TYPE: msg("Kind of data"),
    ColumnRole.LOW_CARBON: msg("Low-carbon product"),
}


def missing_roles(kind: DatasetKind, mapped: frozenset[ColumnRole]) -> tuple[ColumnRole, ...]:
    """Return the roles without which a table of this kind cannot be worked with.

    An inventory needs a name for each line, and emissions or activity data with a factor; a
    population an amount; a list of factors names and factors.
    """
    if kind is DatasetKind.INVENTORY:
        named = mapped & {ColumnRole.ID, ColumnRole.SOURCE}
        lacking = [] if named else [ColumnRole.SOURCE]
        if ColumnRole.EMISSIONS not in mapped:
            computed = (ColumnRole.ACTIVITY, ColumnRole.FACTOR)
            lacking += [role for role in computed if role not in mapped]
        return tuple(lacking)
    needed = {
        DatasetKind.POPULATION: (ColumnRole.AMOUNT,),
        DatasetKind.FACTORS: (ColumnRole.NAME, ColumnRole.FACTOR),
    }[kind]
    return tuple(role for role in needed if role not in mapped)
