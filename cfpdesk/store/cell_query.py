"""What became of recalculating the client's own cells, line by line."""

from collections import defaultdict
from collections.abc import Sequence

from cfpdesk.i18n import Message
from cfpdesk.model.cell_formula import Recalculator
from cfpdesk.model.dataset import ColumnRole, Dataset, DatasetColumn
from cfpdesk.model.formula_column import breaks_of_table
from cfpdesk.model.table_rows import TableReading
from cfpdesk.model.trace import CellCheck
from cfpdesk.model.workbook_cells import WorkbookCells
from cfpdesk.store.client_tables import ClientTables

_MOST_LINES = 2000


def cell_checks(
    tables: ClientTables, dataset: Dataset, columns: Sequence[DatasetColumn]
) -> dict[str, CellCheck]:
    """Return the check of each line's cells by the line's key.

    The cell with the emissions is recalculated, and of every column of figures it is told which
    cells break its formulas. Empty for a table that was not read.
    """
    reading = tables.reading(dataset, columns)
    cells = tables.cells(dataset.file) if dataset.file is not None else None
    sheet = tables.sheet(dataset)
    if reading is None or cells is None or sheet is None or dataset.file is None:
        return {}
    if len(reading.rows) > _MOST_LINES or not tables.shows_formulas(dataset.file, sheet.info):
        return {row.key: CellCheck(known=False) for row in reading.rows}
    key = ("checks", dataset, tuple(columns))
    return tables.keep(key, lambda: _checked(cells, dataset, columns, reading))


def _checked(
    cells: WorkbookCells,
    dataset: Dataset,
    columns: Sequence[DatasetColumn],
    reading: TableReading,
) -> dict[str, CellCheck]:
    wrong: dict[str, list[Message]] = defaultdict(list)
    for found in breaks_of_table(cells, dataset, columns, reading.rows):
        if not found.agrees:  # a typed number that the formula would give is no doubt
            wrong[found.address].append(found.sentence)
    recalculator = Recalculator(cells)
    checks = {}
    for row in reading.rows:
        typed = [told for value in row.values.values() for told in wrong.get(value.address, ())]
        address = row.value(ColumnRole.EMISSIONS).address
        if not address:
            checks[row.key] = CellCheck(wrong=tuple(typed))
            continue
        result = recalculator.cell(dataset.sheet, address)
        told = [result.flag] if result.flag is not None else []
        checks[row.key] = CellCheck(
            formula=result.formula, agrees=result.agrees, wrong=(*told, *typed)
        )
    return checks
