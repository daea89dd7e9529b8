"""A doubt about a line: what is odd, by which clause, and where it is mended."""

from dataclasses import dataclass

from cfpdesk.i18n import Message
from cfpdesk.model.gate import Level


@dataclass(frozen=True, slots=True)
class Flag:
    """One doubt.

    Attributes:
        code: stable, for example `factor.series`; an auditor may accept it for a reason.
        sentence: what is odd, with the figures.
        remedy: what can be done.
    """

    code: str
    level: Level
    clause: str
    sentence: Message
    remedy: Message
