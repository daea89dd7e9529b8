"""Where the blocks of a day stand: hours across, a line for each person; pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

STEP = 15
DAY = 24 * 60
_FIRST, _LAST = 8 * 60, 18 * 60
EDGE = 7.0  # pixels at the right end of a block that lengthen it


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of the day as it is shown.

    Attributes:
        row: of the block; `people` rows of those who take part.
        joint: a meeting, or work of several.
        overlap: somebody is planned twice at once.
        warning: what is wrong besides, in words; empty for nothing.
    """

    row: str
    start: int
    end: int
    people: tuple[str, ...]
    words: str
    joint: bool = False
    overlap: bool = False
    warning: str = ""


@dataclass(frozen=True, slots=True)
class DayLayout:
    """The geometry of one day.

    Attributes:
        width: of the widget; `side` room for the names; `head` for the hours; `line` of a person.
    """

    people: tuple[str, ...]
    blocks: tuple[Shown, ...]
    width: float
    side: float
    head: float
    line: float

    @property
    def hours(self) -> tuple[int, int]:
        """First and last minute shown, in whole hours: 8 to 18, or as far as blocks go."""
        starts = [block.start for block in self.blocks]
        ends = [block.end for block in self.blocks]
        first = min([_FIRST, *starts]) // 60 * 60
        return first, min(-(-max([_LAST, *ends]) // 60) * 60, DAY)

    def x(self, minute: int) -> float:
        """Return where a minute stands."""
        first, last = self.hours
        return self.side + (self.width - self.side - 6) * (minute - first) / (last - first)

    def minute(self, x: float) -> int:
        """Return the minute at a place, on the grid."""
        first, last = self.hours
        share = (x - self.side) / max(self.width - self.side - 6, 1.0)
        return snap(first + round(share * (last - first)))

    def column(self, y: float) -> int:
        """Return the number of the person at a height; -1 outside."""
        at = int((y - self.head) // self.line)
        return at if y >= self.head and 0 <= at < len(self.people) else -1

    def top(self, person: int) -> float:
        """Return where the line of a person begins."""
        return self.head + person * self.line

    def boxes(self, block: Shown) -> tuple[tuple[int, QRectF], ...]:
        """Return where a block is painted: people who follow each other share one box.

        Each box comes with the number of its first person.
        """
        lines = sorted(self.people.index(row) for row in block.people if row in self.people)
        runs: list[list[int]] = []
        for line in lines:
            if runs and line == runs[-1][-1] + 1:
                runs[-1].append(line)
            else:
                runs.append([line])
        left, right = self.x(block.start) + 1, self.x(block.end) - 1
        width = max(right - left, 6.0)
        return tuple(
            (run[0], QRectF(left, self.top(run[0]) + 3, width, self.line * len(run) - 6))
            for run in runs
        )

    def hit(self, x: float, y: float, chosen: str = "") -> tuple[Shown, bool] | None:
        """Return the block at a place and whether it is its end.

        Where two overlap it is the chosen one, which is painted above the others, else the later.
        """
        upper = [block for block in self.blocks if block.row == chosen]
        for block in (*upper, *reversed(self.blocks)):
            for _number, box in self.boxes(block):
                if box.adjusted(0, 0, 2, 0).contains(x, y):
                    return block, x > box.right() - EDGE
        return None


def snap(minute: int) -> int:
    """Return the nearest minute on the grid, within the day."""
    return min(max(round(minute / STEP) * STEP, 0), DAY)


def moved(block: Shown, minutes: int) -> tuple[int, int]:
    """Return start and end after a move that keeps the length within the day."""
    length = block.end - block.start
    start = min(max(block.start + minutes, 0), DAY - length)
    return start, start + length


def resized(block: Shown, minutes: int) -> tuple[int, int]:
    """Return start and end with another length, at least one step, within the day."""
    return block.start, min(max(block.end + minutes, block.start + STEP), DAY)


def handed(people: Sequence[str], block: Shown, at: str, to: str) -> tuple[str, ...]:
    """Return who takes part when one person's share goes to another; in the order of the team."""
    rest = {row for row in block.people if row != at} | {to}
    return tuple(row for row in people if row in rest)
