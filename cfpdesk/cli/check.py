"""`cfpdesk check ENGAGEMENT`: chains, originals, signatures, and what still stands open."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk import flow
from cfpdesk.cli.arguments import EXIT_GOOD, EXIT_REFUSED
from cfpdesk.cli.client_tables import read_tables
from cfpdesk.cli.output import in_both, say, say_json
from cfpdesk.documents.glyphs import glyphs_seen
from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker
from cfpdesk.model.record import JsonValue
from cfpdesk.model.xray import Check, Outcome, xray
from cfpdesk.steps import package
from cfpdesk.store.check import check
from cfpdesk.store.session import Session

DAMAGE = frozenset({"signatures", "evidence", "journal"})
_MARKS = {Outcome.PASSES: "✓", Outcome.WARNS: "!", Outcome.BLOCKS: "×"}


def run(arguments: Namespace) -> int:
    """Look through the engagement, say what was found, and return the exit code."""
    folder: Path = arguments.engagement
    with Session.open(folder, None, lambda: datetime.now(UTC), read_only=True) as session:
        read_tables(session)
        standing = flow.blockers(session)
        seen = package.examine(package.survey(session, standing))
        checks = xray(glyphs_seen(session, seen))
        store = check(session.log, folder)
    damaged = bool(store.problems) or any(
        c.code in DAMAGE and c.outcome is Outcome.BLOCKS for c in checks
    )
    if arguments.json:
        say_json(
            {
                "chains": store.chains,
                "checks": [_facts(found) for found in checks],
                "damaged": damaged,
                "events": store.events,
                "files": store.files,
                "notes": [in_both(note) for note in store.notes],
                "problems": [in_both(problem) for problem in store.problems],
            }
        )
    else:
        for found in checks:
            say(f"{_MARKS[found.outcome]} {found.title}: {found.sentence}")
            for trouble in found.troubles:
                say(f"    {trouble.level:<2} {trouble.sentence}")
        for problem in store.problems:
            say(f"× {problem}")
        for note in store.notes:
            say(f"  {note}")
        say(msg("The record is damaged.") if damaged else msg("The record is whole."))
    return EXIT_REFUSED if damaged else EXIT_GOOD


def _facts(found: Check) -> JsonValue:
    return {
        "code": found.code,
        "figure": found.figure,
        "outcome": str(found.outcome),
        "sentence": in_both(found.sentence),
        "troubles": [_trouble(trouble) for trouble in found.troubles],
    }


def _trouble(trouble: Blocker) -> JsonValue:
    target = trouble.target
    return {
        "clause": trouble.clause,
        "code": trouble.code,
        "level": str(trouble.level),
        "sentence": in_both(trouble.sentence),
        "target": {"field": target.field, "page": target.page, "row": target.row},
    }
