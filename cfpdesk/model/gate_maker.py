"""Making the blockers of one gate: its noun before each code, its page as target."""

from dataclasses import dataclass

from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker, Level, Target


@dataclass(frozen=True, slots=True)
class GateMaker:
    """Makes blockers whose codes begin with `noun` and which are mended on `page`."""

    noun: str
    page: str

    def at(
        self,
        level: Level,
        code: str,
        clause: str,
        sentence: Message,
        *,
        remedy: Message | None = None,
        row: str = "",
        field: str = "",
    ) -> Blocker:
        """Return a blocker; without a remedy it is mended by filling in."""
        return Blocker(
            code=f"{self.noun}.{code}",
            level=level,
            clause=clause,
            sentence=sentence,
            remedy=remedy or msg("Fill in"),
            target=Target(self.page, row, field),
        )
