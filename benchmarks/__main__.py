"""Run all benchmarks, or those named: `python -m benchmarks start field package merge`."""

import importlib
import sys

NAMES = ("start", "field", "package", "merge")


def main(names: list[str]) -> int:
    """Print one table; the exit code is 1 where an aim was missed."""
    missed = False
    for name in names or NAMES:
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            print(row.line(), flush=True)
            missed = missed or (row.aim is not None and row.ratio > row.aim)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
