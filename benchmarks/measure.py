"""Measure two things in turn and say how many times longer the first takes.

Machines differ and drift; a ratio of medians taken alternately on one machine in one run says what
a bare number cannot.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the result table.

    Attributes:
        ours_s, reference_s: medians in seconds.
        aim: the ratio we want to stay under; None where the row only informs.
    """

    name: str
    ours_s: float
    reference: str
    reference_s: float
    aim: float | None

    @property
    def ratio(self) -> float:
        """How many times longer ours takes."""
        return self.ours_s / self.reference_s

    def line(self) -> str:
        """Return the row as printed."""
        aim = "" if self.aim is None else f"aim <= {self.aim:g}"
        verdict = "" if self.aim is None else ("ok" if self.ratio <= self.aim else "MISSED")
        return (
            f"{self.name:<42} {self.ours_s:10.4f} s   {self.reference:<38} "
            f"{self.reference_s:10.4f} s   x{self.ratio:6.2f}  {aim:<11} {verdict}"
        )


def seconds(action: Callable[[], object]) -> float:
    """Return how long one call takes, by the wall clock."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def compare(
    name: str,
    ours: Callable[[], float],
    reference_name: str,
    reference: Callable[[], float],
    *,
    aim: float | None,
    runs: int = 5,
) -> Row:
    """Run both in turn after one warm-up each and compare the medians.

    Args:
        ours: runs our side once and returns the seconds that count (set-up left out).
        reference: the same for the reference.
    """
    ours()
    reference()
    pairs = [(ours(), reference()) for _ in range(runs)]
    return Row(
        name,
        statistics.median(mine for mine, _ in pairs),
        reference_name,
        statistics.median(theirs for _, theirs in pairs),
        aim,
    )
