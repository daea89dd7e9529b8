"""What still stands in the way: blockers, and the status of a step. Pure data; no I/O.

Every step offers `blockers(session)` and `status(session)`; the side panel, the home page, the
export check and the documents show the same ones.
"""

from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.i18n import Message, Text


class Level(StrEnum):
    """How hard a blocker is (the marks of the clause table)."""

    HARD = "H"
    OVERRIDABLE = "H*"
    WARNING = "W"
    INFO = "I"

    @property
    def blocks(self) -> bool:
        """Tell whether it stands in the way."""
        return self in (Level.HARD, Level.OVERRIDABLE)


@dataclass(frozen=True, slots=True)
class Target:
    """The place that mends something: a page, and on it a row and a field where known."""

    page: str
    row: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that is missing.

    Attributes:
        code: stable name for tests and tools, for example `opening.unsigned`.
        clause: for example "规则 9.5.2" is written as "RULE:9.5.2"; `clause_text` prints it.
        sentence: what is missing, for a person, in both languages.
        remedy: one or two words for the jump link ("Sign", "Fill in").
        target: where it is mended.
        todo: the same as a thing to do, verb first, for the next line; None to make it from
            remedy and sentence.
        overridden: an H* that was overridden; it counts as a warning and its sentence says by whom.
    """

    code: str
    level: Level
    clause: str
    sentence: Message
    remedy: Message
    target: Target
    todo: Message | None = None
    overridden: bool = False


class Mark(StrEnum):
    """Status of a step; computed, never set by hand."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class StepStatus:
    """What the rail shows of a step.

    Attributes:
        done, total: figures for the arc; total 0 where a share has no meaning.
        figure: the short text at the right end of the rail row, such as 31/50.
    """

    mark: Mark
    done: int = 0
    total: int = 0
    figure: Text = ""
