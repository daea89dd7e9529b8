"""What the inventory page shows after a verified value was written, at 200 lines, against 50 ms.

Only the line that changed is compared anew with units, factors and gases; beside it stands what it
costs to begin: all lines, as when the page is first shown.
"""

import statistics
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.measure import Row, seconds
from cfpdesk.i18n import msg
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.journal import Actor
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.steps import inventory, inventory_edit, inventory_import, sample
from cfpdesk.steps.inventory_edit import LineFigure, LineRef
from cfpdesk.store.session import Session

LINES = 200
EDITS = 20
BOUND_S = 0.05
_SOURCES = (
    ("外购电力", "kWh", 0.5306, "kgCO2e/kWh"),
    ("天然气", "Nm³", 2.1622, "kgCO2e/Nm³"),
    ("热轧带钢", "t", 2310, "kgCO2e/t"),
    ("柴油", "L", 2.63, "kgCO2e/L"),
)


def _clock() -> datetime:
    return datetime.now(UTC)


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    sheet.append(
        ["序号", "阶段", "排放源", "活动数据", "单位", "排放因子", "因子单位", "排放量 kg"]
    )
    for n in range(LINES):
        name, unit, factor, factor_unit = _SOURCES[n % len(_SOURCES)]
        stage = ("原材料阶段", "生产阶段")[n % 2]
        kg = (1000 + n) * factor
        sheet.append([f"L{n}", stage, f"{name} {n}", 1000 + n, unit, factor, factor_unit, kg])
    book.save(path)


def _take_in(session: Session, path: Path) -> None:
    with session.transact(msg("Take in {name}", name=path.name)) as change:
        piece = change.put(Evidence(number="E-1-001", file=change.attach(path)))
    if piece.file is None:
        raise TypeError(piece)
    book = inventory_import.read_file(session.tables, piece.file)
    inventory_import.use_table(session, piece.row, guess_tables(book.sheets())[0], "清单")


def rows() -> Iterator[Row]:
    """Measure, and give the lines of the table."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "清单.xlsx"
        _workbook(path)
        session = Session.create(Path(name) / "e", Actor("苏晓岚", "5" * 64), _clock)
        sample.prepare(session)
        _take_in(session, path)
        begin = seconds(lambda: inventory.state(session))
        lines = [view.result.line for view in inventory.state(session).lines]
        after = []
        for n in range(EDITS):
            ref = LineRef(lines[n].dataset, lines[n].key, lines[n].code)
            value = Decimal(n + 1)
            inventory_edit.set_figure(session, ref, LineFigure.FACTOR_VALUE, value)
            after.append(seconds(lambda: inventory.state(session)))
        session.close()
    name = f"inventory of {LINES} lines after an edit"
    yield Row(name, statistics.median(after), "50 ms", BOUND_S, 1)
    yield Row(name, statistics.median(after), "all lines, at the beginning", begin, None)
