"""Which blockers keep which door shut: the stages, the closing meeting, the certificate.

A blocker keeps its own door shut and every later one. What no door knows keeps none shut.
"""

from collections.abc import Iterable
from enum import StrEnum

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker


class Door(StrEnum):
    """What the rules let begin or end only when nothing stands in the way; in their order."""

    STAGE1 = "stage1"
    STAGE2 = "stage2"
    CLOSING = "closing"
    CERTIFICATE = "certificate"


DOOR_WORD: dict[Door, Message] = {
    Door.STAGE1: msg("Stage 1 cannot begin"),
    Door.STAGE2: msg("Stage 2 cannot begin"),
    Door.CLOSING: msg("The closing meeting cannot be ended"),
    Door.CERTIFICATE: msg("No certificate can be issued"),
}
# The longest beginning that fits a code counts.
_DOORS: dict[str, Door] = {
    "contract.": Door.STAGE1,
    "team.": Door.STAGE1,
    "person_days.": Door.STAGE1,
    "document_review.": Door.STAGE2,
    "document_review.suspended": Door.STAGE1,
    "document_review.terminated": Door.STAGE1,
    "sites.": Door.STAGE2,
    "plan.": Door.STAGE2,
    "stages.": Door.STAGE2,
    "stages.joined": Door.STAGE1,
    "stages.issue": Door.CLOSING,
    "stages.running": Door.CLOSING,
    "surveillance.": Door.CLOSING,
    "certificate.": Door.CERTIFICATE,
    "label.": Door.CERTIFICATE,
}
_BEFORE_ANY_SITE = ("plan.", "sites.")


def door_of(code: str, *, stage1_on_site: bool = False) -> Door | None:
    """Return the first door a blocker keeps shut; None for a code of another kind.

    Args:
        code: of the blocker.
        stage1_on_site: stage 1 is held on site, so that the plan must stand before it (rule 9.4.3).
    """
    if stage1_on_site and code.startswith(_BEFORE_ANY_SITE):
        return Door.STAGE1
    fitting = [start for start in _DOORS if code.startswith(start)]
    return _DOORS[max(fitting, key=len)] if fitting else None


def shut(
    blockers: Iterable[Blocker], door: Door, *, stage1_on_site: bool = False
) -> tuple[Blocker, ...]:
    """Return what keeps a door shut, in the order given; warnings never do.

    Args:
        blockers: with overrides applied.
        door: the one to open.
        stage1_on_site: see `door_of`.
    """
    order = list(Door)
    found = []
    for blocker in blockers:
        own = door_of(blocker.code, stage1_on_site=stage1_on_site)
        if own is not None and blocker.level.blocks and order.index(own) <= order.index(door):
            found.append(blocker)
    return tuple(found)


def check_door(blockers: Iterable[Blocker], door: Door, *, stage1_on_site: bool = False) -> None:
    """Refuse to open a door while something keeps it shut.

    Raises:
        UserError: naming the first thing in the way and how many more there are.
    """
    found = shut(blockers, door, stage1_on_site=stage1_on_site)
    if not found:
        return
    values = {"door": DOOR_WORD[door], "first": found[0].sentence}
    if len(found) == 1:
        raise UserError(msg("{door}: {first}.", **values))
    raise UserError(msg("{door}: {first}; and {n} more.", n=len(found) - 1, **values))
