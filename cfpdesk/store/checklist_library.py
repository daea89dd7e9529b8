"""The checklists that come with the program: `resources/checklists/<version>.json`."""

import json
from functools import cache

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Checklist
from cfpdesk.model.checklist_library import parse_checklist
from cfpdesk.resource import resource


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
