"""`cfpdesk merge ENGAGEMENT PACKAGE…`: take in all good packages; needs no key, writes no event."""

from argparse import Namespace
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.cli.access import own_secrets, trust_of
from cfpdesk.cli.arguments import EXIT_GOOD, EXIT_REFUSED
from cfpdesk.cli.output import complain, in_both, say, say_json
from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import JsonValue
from cfpdesk.model.trust import TrustList
from cfpdesk.store.merge import MergeResult
from cfpdesk.store.reception import receive
from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class _Outcome:
    path: Path
    result: MergeResult | None
    reason: Message | None = None

    def facts(self) -> dict[str, JsonValue]:
        """Return it as JSON."""
        result = self.result
        if result is None:
            return {
                "file": self.path.name,
                "reason": in_both(self.reason),
                "verdict": "refused",
            }
        return {
            "blobs": result.blobs,
            "conflicts": result.conflicts,
            "events": result.events,
            "file": self.path.name,
            "forks": list(result.forks),
            "notes": [in_both(note) for note in result.notes],
            "reason": None,
            "replica": result.replica,
            "root": result.root,
            "seq": result.seq,
            "verdict": str(result.verdict),
        }


def run(arguments: Namespace) -> int:
    """Merge every package that is good, say what came of each, and return the exit code."""
    folder: Path = arguments.engagement
    trust = trust_of(arguments.trust, folder)
    with Session.open(folder, None, lambda: datetime.now(UTC)) as session:
        with session.paused():  # once: the whole engagement is read anew at its end
            outcomes = [_merge_one(folder, path, trust) for path in arguments.packages]
        conflicts = len(session.conflicts())
    refused = sum(outcome.result is None for outcome in outcomes)
    if arguments.json:
        say_json(
            {
                "conflicts": conflicts,
                "engagement": str(folder),
                "packages": [outcome.facts() for outcome in outcomes],
                "refused": refused,
            }
        )
    else:
        for outcome in outcomes:
            _say(outcome)
        say(msg("{n} {n:conflict waits|conflicts wait} for a decision.", n=conflicts))
    return EXIT_REFUSED if refused else EXIT_GOOD


def _merge_one(folder: Path, path: Path, trust: TrustList | None) -> _Outcome:
    try:
        if not path.is_file():
            return _Outcome(path, None, msg("There is no file {name}.", name=str(path)))
        now = datetime.now(UTC)
        result = receive(folder, path, trust, now, secrets=own_secrets())
    except UserError as error:
        return _Outcome(path, None, error.message)
    except OSError as error:
        why = msg("The file cannot be read: {why}", why=error.strerror or str(error))
        return _Outcome(path, None, why)
    return _Outcome(path, result)


def _say(outcome: _Outcome) -> None:
    result = outcome.result
    if result is None:
        complain(msg("{file}: refused. {why}", file=outcome.path.name, why=outcome.reason or ""))
        return
    words = {
        "merged": msg(
            "{n} new {n:entry|entries}, {m} new {m:file|files}", n=result.events, m=result.blobs
        ),
        "known": msg("nothing new: it is in already"),
        "history": msg(
            "{n} new {n:entry|entries}; a later package was in already", n=result.events
        ),
        "forked": msg("taken in as far as it is sure: the chain tells two stories"),
    }
    say(f"{outcome.path.name}: {words.get(str(result.verdict), str(result.verdict))}")
    for note in result.notes:
        say(f"  {note}")
