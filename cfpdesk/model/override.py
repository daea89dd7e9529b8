"""Overriding a block: a named office, a reason, and exactly what was overridden (levels H and H*).

Only H* can be overridden; H never. An override holds for the sentence that was shown: where the
facts change, the sentence changes, and the block stands again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.record import Record
from cfpdesk.model.stage_door import door_of


class Office(StrEnum):
    """In which office a person overrides or approves."""

    TECHNICAL_MANAGER = "technical_manager"
    TEAM_LEADER = "team_leader"


OFFICE_WORD: dict[Office, Message] = {
    Office.TECHNICAL_MANAGER: msg("Technical manager"),
    Office.TEAM_LEADER: msg("Team leader"),
}
# Competence is for the technical manager alone to judge (rule 4.3).
_TECHNICAL = ("team.",)


@dataclass(frozen=True, kw_only=True)
class Override(Record):
    """That a block was overridden.

    Attributes:
        code: of the blocker; `subject` the row and field it is about.
        shown: the sentence that was shown, in English; the override holds for it alone.
        person: name of who overrode, in the `office`.
    """

    TABLE: ClassVar[str] = "override"
    KEY: ClassVar[tuple[str, ...]] = ("code", "subject")

    code: str = ""
    subject: str = ""
    shown: str = ""
    office: Office = Office.TECHNICAL_MANAGER
    person: str = ""
    reason: str = ""
    at: datetime | None = None


def can_be_overridden(blocker: Blocker) -> bool:
    """Tell whether a named office may override a block: one of a gate, of level H*."""
    return blocker.level is Level.OVERRIDABLE and door_of(blocker.code) is not None


def offices_for(code: str) -> tuple[Office, ...]:
    """Return the offices that may override a blocker of this code."""
    return (Office.TECHNICAL_MANAGER,) if code.startswith(_TECHNICAL) else tuple(Office)


def override(blocker: Blocker, office: Office, person: str, reason: str, at: datetime) -> Override:
    """Return the override of a blocker, ready to be written.

    Args:
        blocker: as it is shown.
        office: in which the person acts.
        person: name.
        reason: why; it is printed.
        at: device time.

    Raises:
        UserError: if the block cannot be overridden, or by this office, or something is not named.
    """
    if blocker.level is not Level.OVERRIDABLE:
        raise UserError(msg("This cannot be overridden; it has to be mended."))
    if office not in offices_for(blocker.code):
        raise UserError(msg("Only the technical manager can override this."))
    if not person.strip() or not reason.strip():
        raise UserError(msg("An override needs a name and a reason."))
    return Override(
        code=blocker.code,
        subject=_subject(blocker),
        shown=blocker.sentence.text("en"),
        office=office,
        person=person.strip(),
        reason=reason.strip(),
        at=at,
    )


def with_overrides(
    blockers: Iterable[Blocker], overrides: Iterable[Override]
) -> tuple[Blocker, ...]:
    """Return the blockers as they count: what was overridden is a warning that says by whom."""
    kept = {(found.code, found.subject): found for found in overrides if _stands(found)}
    return tuple(_counted(blocker, kept.get(_key(blocker))) for blocker in blockers)


def lapsed(blockers: Iterable[Blocker], overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Return the overrides that override nothing any more: mended, or the facts have changed.

    Args:
        blockers: as computed, before `with_overrides`.
        overrides: all that were written.
    """
    standing = {(*_key(b), b.sentence.text("en")) for b in blockers if b.level is Level.OVERRIDABLE}
    return tuple(o for o in overrides if (o.code, o.subject, o.shown) not in standing)


def _counted(blocker: Blocker, found: Override | None) -> Blocker:
    if found is None or blocker.level is not Level.OVERRIDABLE:
        return blocker
    if found.shown != blocker.sentence.text("en") or found.office not in offices_for(found.code):
        return blocker
    sentence = msg(
        "{sentence} — overridden by {name}, {office}: {reason}",
        sentence=blocker.sentence,
        name=found.person,
        office=OFFICE_WORD[found.office],
        reason=found.reason,
    )
    return replace(
        blocker,
        level=Level.WARNING,
        sentence=sentence,
        remedy=msg("Look"),
        todo=None,
        overridden=True,
    )


def _stands(found: Override) -> bool:
    return bool(found.person.strip() and found.reason.strip())


def _subject(blocker: Blocker) -> str:
    return "/".join(part for part in (blocker.target.row, blocker.target.field) if part)


def _key(blocker: Blocker) -> tuple[str, str]:
    return (blocker.code, _subject(blocker))
