"""One source under two lines: the same evidence, meter or invoice may be counted twice (rule 3)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker

_GATE = GateMaker("double_counting", "inventory")


class SourceKind(StrEnum):
    """What activity data were read from."""

    EVIDENCE = "evidence"
    METER = "meter"
    INVOICE = "invoice"


SOURCE_KIND_WORD: dict[SourceKind, Message] = {
    SourceKind.EVIDENCE: msg("Evidence"),
    SourceKind.METER: msg("Meter"),
    SourceKind.INVOICE: msg("Invoice"),
}


@dataclass(frozen=True, slots=True)
class SourceUse:
    """That a line of the inventory rests on a source.

    Attributes:
        line: key of the line; `name` its name for a person.
        source: number of the evidence, meter or invoice, as a person wrote it.
    """

    line: str
    name: str
    kind: SourceKind
    source: str


def double_counting_blockers(uses: Iterable[SourceUse]) -> tuple[Blocker, ...]:
    """Return a warning for each source that several lines rest on, in a fixed order."""
    lines: dict[tuple[str, str], dict[str, SourceUse]] = {}
    for use in sorted(uses, key=lambda u: (u.kind, _plain(u.source), u.line, u.source, u.name)):
        if _plain(use.source):
            lines.setdefault((use.kind, _plain(use.source)), {}).setdefault(use.line, use)
    return tuple(_doubled(tuple(found.values())) for found in lines.values() if len(found) > 1)


def _doubled(uses: tuple[SourceUse, ...]) -> Blocker:
    first, second = uses[:2]
    sentence = msg(
        "{kind} {source} stands behind “{first}” and “{second}”; is it counted twice?",
        kind=SOURCE_KIND_WORD[first.kind],
        source=first.source.strip(),
        first=first.name,
        second=second.name,
    )
    return _GATE.at(
        Level.WARNING, "source", "RULE:3", sentence, remedy=msg("Look"), row=second.line
    )


def _plain(source: str) -> str:
    return "".join(unicodedata.normalize("NFKC", source).split()).casefold()
