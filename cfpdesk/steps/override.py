"""Overrides of level H*: what can be overridden, what was, and by whom."""

from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.override import Office, Override, lapsed, override
from cfpdesk.store.planning_query import standing_blockers
from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class OverrideState:
    """What can be overridden and what was.

    Attributes:
        open: blocks of level H* that stand.
        kept: overrides as they were written.
        lapsed: rows of those that override nothing any more: mended, or the facts have changed.
    """

    open: tuple[Blocker, ...]
    kept: tuple[Override, ...]
    lapsed: frozenset[str]


def state(session: Session) -> OverrideState:
    """Return what can be overridden and what was."""
    standing, kept = standing_blockers(session), session.all(Override)
    gone = frozenset(found.row for found in lapsed(standing, kept))
    held = {(found.code, found.subject) for found in kept if found.row not in gone}
    return OverrideState(
        open=tuple(
            blocker
            for blocker in standing
            if blocker.level is Level.OVERRIDABLE and (blocker.code, subject(blocker)) not in held
        ),
        kept=kept,
        lapsed=gone,
    )


def subject(blocker: Blocker) -> str:
    """Return what names the subject of a blocker: row and field of its target."""
    return "/".join(part for part in (blocker.target.row, blocker.target.field) if part)


def write(session: Session, blocker: Blocker, office: Office, person: str, reason: str) -> None:
    """Override a block that stands, by a named office and with a reason.

    Raises:
        UserError: if it stands no more as it was shown, cannot be overridden, or not by them.
    """
    if blocker not in standing_blockers(session):
        raise UserError(msg("This does not stand in the way any more."))
    made = override(blocker, office, person, reason, session.now())
    with session.transact(msg("Override: {sentence}", sentence=blocker.sentence)) as change:
        change.put(made)


def take_back(session: Session, row: str) -> None:
    """Take an override back; the block stands again."""
    kept = session.get(Override, row)
    if kept is not None:
        with session.transact(msg("Take an override back")) as change:
            change.remove(kept)
