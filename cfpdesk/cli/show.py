"""`cfpdesk show ENGAGEMENT`: the projected state, a function of the events alone, canonical."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.cli.arguments import EXIT_GOOD
from cfpdesk.cli.output import say, say_json
from cfpdesk.i18n import msg
from cfpdesk.store.session import Session
from cfpdesk.store.state import projected_state


def run(arguments: Namespace) -> int:
    """Print the state and return the exit code."""
    folder: Path = arguments.engagement
    with Session.open(folder, None, lambda: datetime.now(UTC), read_only=True) as session:
        state = projected_state(session)
    if arguments.json:
        say_json(state)
        return EXIT_GOOD
    tables: dict[str, int] = {}
    rows, conflicts = state["rows"], state["conflicts"]
    for entry in rows if isinstance(rows, list) else []:
        if isinstance(entry, dict) and entry["life"] == "shown":
            table = str(entry["table"])
            tables[table] = tables.get(table, 0) + 1
    for table, count in sorted(tables.items()):
        say(f"{count:>8,}  {table}")
    waiting = len(conflicts) if isinstance(conflicts, list) else 0
    say(msg("{n} {n:conflict waits|conflicts wait} for a decision.", n=waiting))
    return EXIT_GOOD
