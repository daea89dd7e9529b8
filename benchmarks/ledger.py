"""Scrolling a ledger of 200 000 rows in the view of the client's sheet, at 60 pictures a second.

A frame is one move of the scroll bar until it is painted, what it reads from the table cache
included. The wheel is turned for ten seconds, pages are turned one after the other, and the bar is
dragged from end to end so that no two frames share a row. Of each the slowest of a hundred frames
counts, for that is the one an eye sees. It is the window's own time on the processor: by the wall
clock the slowest of a hundred would tell what else the machine does.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.measure import Row
from benchmarks.workbook import keep, ledger

ROWS = 200_000
FRAME_S = 1 / 60
_STEP = 3  # rows that one notch of the wheel moves


def rows() -> Iterator[Row]:
    """Measure, and give the lines of the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cfpdesk.exchange.client_workbook.reading import read_workbook
    from cfpdesk.store.table_cache import TableCache

    with tempfile.TemporaryDirectory() as name:
        engagement = Path(name)
        blob = keep(engagement, ledger(ROWS))
        with TableCache(engagement) as cache, cache.workbook(blob, read_workbook) as book:
            sheet = book.sheet(0)
            yield from _scrolled(sheet)


def _scrolled(sheet: object) -> Iterator[Row]:
    from cfpdesk import app
    from cfpdesk.ui.theme import theme
    from cfpdesk.ui.tokens import Mode
    from cfpdesk.ui.widgets.sheet_view import SheetView

    application = app.application()
    theme().choose(Mode.LIGHT, large=False)
    view = SheetView("台账")
    view.set_sheet(sheet)  # type: ignore[arg-type]  # a cached sheet
    view.resize(1100, 640)
    view.show()
    application.processEvents()
    bar = view.verticalScrollBar()
    last, page = bar.maximum(), bar.pageStep()

    def frame(place: int) -> float:
        start = time.thread_time()
        bar.setValue(place)
        application.processEvents()
        return time.thread_time() - start

    def slowest(places: Iterable[int]) -> float:
        return statistics.quantiles(map(frame, places), n=100)[-1]

    moves = {
        "the wheel": range(0, 600 * _STEP, _STEP),
        "page by page": range(last // 2, last // 2 + 300 * page, page),
        "dragged from end to end": range(0, last, last // 300),
    }
    for name, places in moves.items():
        row = f"ledger of {ROWS:,} rows: {name}, slowest of 100"
        yield Row(row, slowest(places), "a frame at 60 a second", FRAME_S, 1)
    view.close()
