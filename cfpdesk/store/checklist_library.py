"""The checklists: `resources/checklists/<version>.json`, and versions an engagement took in."""

import json
from functools import cache

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Checklist
from cfpdesk.model.checklist_library import parse_checklist, read_checklist
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.own_item import ChecklistVersion, OwnItem, with_own
from cfpdesk.resource import resource
from cfpdesk.store.session import Session


@cache
def checklist_versions() -> tuple[str, ...]:
    """Return the versions at hand, the newest last."""
    return tuple(sorted(path.stem for path in resource("checklists").glob("*.json")))


@cache
def load_checklist(version: str = "") -> Checklist:
    """Return a checklist by its version, for example cfp-2026.1; the newest where none is named.

    Raises:
        UserError: if this program does not have the version, or its file is damaged.
    """
    known = checklist_versions()
    if not version and known:
        version = known[-1]
    if version not in known:
        raise UserError(
            msg(
                "This engagement works with checklist {version}, which this program does not have; "
                "open it with a newer program.",
                version=version,
            )
        )
    text = resource("checklists", f"{version}.json").read_text(encoding="utf-8")
    try:
        checklist = parse_checklist(json.loads(text))
    except json.JSONDecodeError as error:
        place = str(error.lineno)
        raise UserError(
            msg("The checklist is damaged at {place}; install it again.", place=place)
        ) from error
    if checklist.version != version:
        raise UserError(
            msg("The checklist is damaged at {place}; install it again.", place="version")
        )
    return checklist


def checklist_of(session: Session) -> Checklist:
    """Return the checklist an engagement works with, and the items that were added here.

    Raises:
        UserError: if neither this program nor the engagement has the version, or it is damaged.
    """
    return session.remember("checklist", lambda: _checklist_of(session))


def _checklist_of(session: Session) -> Checklist:
    version = session.find(Engagement).checklist
    own = session.all(OwnItem)
    kept = session.find(ChecklistVersion, version=version) if version else None
    if kept is not None and kept.file is not None and version not in checklist_versions():
        found = read_checklist(session.evidence.read(kept.file))
        return with_own(found, own)
    return with_own(load_checklist(version), own)
