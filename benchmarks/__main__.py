"""Run all benchmarks, or those named: `python -m benchmarks start field workbook merge`.

Prints one table. A missed aim is said in it and is no error: on a machine that does other things
as well, ratios are honest but not steady.
"""

import importlib
import os
import platform
import sys
import time

NAMES = (
    "start",
    "field",
    "window",
    "workbook",
    "ledger",
    "recalculation",
    "inventory_edit",
    "simulation",
    "draw",
    "package",
    "merge",
)


def main(names: list[str]) -> int:
    """Print the table; 0 where everything ran."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.stderr.write(f"no such benchmark: {', '.join(unknown)}; there are {NAMES}\n")
        return 2
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load} at the"
        " beginning; medians, ours against the reference, in seconds",
        flush=True,
    )
    begin = time.monotonic()
    missed = 0
    for name in names or NAMES:
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            print(row.line(), flush=True)
            missed += row.aim is not None and row.ratio > row.aim
    print(f"{missed} aims missed; {time.monotonic() - begin:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
