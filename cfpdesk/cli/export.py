"""`cfpdesk export ENGAGEMENT`: the signed package, read back before it says done."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk import flow
from cfpdesk.cli.access import own_signer
from cfpdesk.cli.arguments import EXIT_GOOD, EXIT_REFUSED
from cfpdesk.cli.client_tables import read_tables
from cfpdesk.cli.output import complain, in_both, say, say_json
from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.journal import Actor
from cfpdesk.model.package import PackageKind
from cfpdesk.model.xray import Check, blocks, xray
from cfpdesk.steps import package
from cfpdesk.store.export import default_kind, export_package
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import current_trust


def run(arguments: Namespace) -> int:
    """Check, export, say what was written, and return the exit code."""
    folder: Path = arguments.engagement
    signer = own_signer()
    actor = Actor(signer.card.name, signer.key_sha256)
    with Session.open(folder, actor, lambda: datetime.now(UTC)) as session:
        kind = PackageKind.KIT if arguments.kit else default_kind(session)
        hard = blocks(_checks(session)) if kind is not PackageKind.KIT else ()
        if hard and not arguments.unfinished:
            if arguments.json:
                say_json(
                    {"blocks": [in_both(b.sentence) for b in hard], "file": None, "root": None}
                )
            else:
                for blocker in hard:
                    complain(blocker.sentence)
                complain(
                    msg(
                        "{n} {n:point blocks; mend it|points block; mend them}"
                        " or export with --unfinished.",
                        n=len(hard),
                    )
                )
            return EXIT_REFUSED
        written = export_package(
            session,
            arguments.out,
            signer,
            kind,
            recipients=_recipients(session, arguments.to),
            unfinished=bool(hard),
        )
    if arguments.json:
        say_json(
            {
                "blocks": [in_both(blocker.sentence) for blocker in hard],
                "bytes": written.size,
                "file": str(written.path),
                "kind": str(kind),
                "root": written.root,
                "statement_sha256": written.statement_sha256,
                "unfinished": bool(hard),
            }
        )
        return EXIT_GOOD
    say(msg("Written and read back: {file}", file=str(written.path)))
    say(f"  root {written.root}")
    return EXIT_GOOD


def _checks(session: Session) -> tuple[Check, ...]:
    read_tables(session)
    return xray(package.examine(package.survey(session, flow.blockers(session))))


def _recipients(session: Session, names: list[str]) -> tuple[str, ...]:
    """Return the age recipients of the people named.

    Raises:
        UserError: if somebody is not on the trust list.
    """
    found: list[str] = []
    for name in names:
        keys = [
            key.age_recipient
            for person in current_trust(session).persons
            if person.name == name
            for key in person.keys
            if key.revoked is None
        ]
        if not keys:
            raise UserError(msg("{name} is not on the trust list.", name=name))
        found += keys
    return tuple(found)
