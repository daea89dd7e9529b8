"""A ledger of 100 000 rows read into the table cache, against python-calamine alone.

    python -m benchmarks.workbook       the same, more formats, and where the time goes

Both read the same file in turn: calamine loads it and iterates all rows; ours starts its process,
looks for errors, formulas and what is hidden, streams, and writes the cache. The memory is the
largest of two runs of their own, of the window's process and of the one that reads.
"""

import hashlib
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measure import Row, compare, seconds

ROWS = 100_000
AIM = 2.5
SCROLL_S = 0.016
RUNS = 5
_PLACE = Path("build/bench")
_FORM = 1  # part of the files' names; another number wherever they change
_HEADER = (
    "日期", "单号", "供应商", "物料", "规格", "数量", "单位", "单价", "金额", "运距 km", "备注",
)  # fmt: skip
_MEMORY = """
import resource, sys
from pathlib import Path
from cfpdesk.exchange.client_workbook.reading import read_workbook
from cfpdesk.store.table_cache import TableCache
def largest():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
before = largest()
with TableCache(Path(sys.argv[1])) as cache:
    cache.workbook(sys.argv[2], read_workbook).close()
print(largest() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
_CALAMINE_MEMORY = """
import sys
from pathlib import Path
from python_calamine import load_workbook
for _ in load_workbook(sys.argv[1]).get_sheet_by_index(0).iter_rows(): pass
print(0, Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def rows() -> Iterator[Row]:
    """Measure, and give the lines of the table."""
    path = ledger()
    with tempfile.TemporaryDirectory() as name:
        engagement = Path(name)
        blob = keep(engagement, path)
        row = compare(
            f"workbook: {ROWS:,} rows of {len(_HEADER)} columns, cached",
            lambda: seconds(lambda: into_cache(engagement, blob)),
            "python-calamine alone",
            lambda: seconds(lambda: with_calamine(path)),
            aim=AIM,
            runs=RUNS,
        )
        yield replace(row, name=f"{row.name}{memory(engagement, blob, path)}")
        yield from looking(engagement, blob)


def looking(engagement: Path, blob: str) -> Iterator[Row]:
    """Measure a screenful at the beginning and at the end."""
    from cfpdesk.exchange.client_workbook.reading import read_workbook
    from cfpdesk.store.table_cache import TableCache

    with TableCache(engagement) as cache, cache.workbook(blob, read_workbook) as book:
        for first in (1, ROWS - 60):

            def screen(first: int = first) -> None:
                book.sheet(0).window(first, 50)

            shortest = min(seconds(screen) for _ in range(9))
            yield Row(f"workbook: 50 rows from row {first:,}", shortest, "16 ms", SCROLL_S, 1.0)


def ledger(rows: int = ROWS) -> Path:
    """Return a purchase ledger in xlsx, as Excel would write it; made once."""
    import openpyxl

    path = _PLACE / f"ledger-{rows}-{_FORM}.xlsx"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    chance = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(_HEADER)
    for number in range(rows):
        amount, price = chance.randint(1, 100_000) / 100, chance.randint(100, 9_999) / 100
        sheet.append(
            [
                date(2025, 1, 1) + timedelta(days=number % 365),
                f"RK2025{number:06d}",
                f"供应商{number % 57}",
                f"带钢 {number % 13}",
                "Q235B",
                amount,
                "t",
                price,
                round(amount * price, 2),
                chance.randint(10, 900),
                "" if number % 7 else "含税",
            ]
        )
    partial = path.with_suffix(".part")
    book.save(partial)
    partial.replace(path)
    return path


def keep(engagement: Path, path: Path) -> str:
    """Put a file where originals lie, and return its name there."""
    data = path.read_bytes()
    blob = hashlib.sha256(data).hexdigest()
    (engagement / "store").mkdir(exist_ok=True)
    (engagement / "store" / blob).write_bytes(data)
    return blob


def into_cache(engagement: Path, blob: str) -> None:
    """Read a workbook into the cache, anew."""
    from cfpdesk.exchange.client_workbook.reading import read_workbook
    from cfpdesk.store.table_cache import TableCache

    with TableCache(engagement) as cache:
        cache.forget(blob)
        cache.workbook(blob, read_workbook).close()


def with_calamine(path: Path) -> None:
    """Read the first sheet with nothing else."""
    from python_calamine import load_workbook

    for _ in load_workbook(path).get_sheet_by_index(0).iter_rows():
        pass


def memory(engagement: Path, blob: str, path: Path) -> str:
    """Return what a reading adds to the window's process, and what the readers need, in MB."""
    if not Path("/proc/self/status").exists():
        return ""
    (engagement / "cache").mkdir(exist_ok=True)
    for kept in (engagement / "cache").iterdir():
        kept.unlink()

    def run(script: str, *words: str) -> tuple[int, int]:
        command = [sys.executable, "-c", script, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        more, reader = map(int, done.stdout.split())
        return more // 1024, reader // 1024

    more, reader = run(_MEMORY, str(engagement), blob)
    _, alone = run(_CALAMINE_MEMORY, str(path))
    return f" (+{more} MB here, {reader} MB there, alone {alone} MB)"


def main() -> int:
    """Print the table, and each part of ours for itself."""
    for row in rows():
        print(row.line(), flush=True)
    for name, action in parts(ledger()).items():
        print(f"{name:<42} {min(seconds(action) for _ in range(3)):10.4f} s")
    return 0


def parts(path: Path) -> dict[str, Callable[[], object]]:
    """Return the parts of reading, each to be timed alone in this process."""
    from cfpdesk.exchange.client_workbook import xlsx_scan
    from cfpdesk.exchange.client_workbook.package_parts import Parts
    from cfpdesk.exchange.client_workbook.reading import read_formulas
    from cfpdesk.exchange.worker_process import command

    def scan() -> None:
        with path.open("rb") as stream:
            found = Parts(stream)
            xlsx_scan.scan_sheet(found, "xl/worksheets/sheet1.xml", lambda _rows: None)

    def start() -> None:
        subprocess.run(command("workbook"), input=b"", check=True)

    return {
        "start of the process": start,
        "looking for errors, formulas, hidden": scan,
        "calamine": lambda: with_calamine(path),
        "formulas, on demand": lambda: sum(1 for _ in read_formulas(path, [0])),
    }


if __name__ == "__main__":
    sys.exit(main())
