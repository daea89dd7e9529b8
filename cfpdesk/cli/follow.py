"""`cfpdesk follow LAST FOLDER`: a new engagement from the last one, which stays as it is."""

import shutil
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.cli.access import own_identity, own_secrets
from cfpdesk.cli.arguments import EXIT_GOOD
from cfpdesk.cli.output import say, say_json
from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Stage
from cfpdesk.model.journal import Actor
from cfpdesk.steps import engagement, follow_up
from cfpdesk.store.last_engagement import last_engagement
from cfpdesk.store.session import Session


def run(arguments: Namespace) -> int:
    """Make the engagement, say what came along, and return the exit code."""
    last: Path = arguments.last
    folder: Path = arguments.folder
    identity = own_identity()
    actor = Actor(identity.card.name, identity.key_sha256)
    stage = Stage.RECERTIFICATION if arguments.recertification else Stage.SURVEILLANCE
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(msg("The folder {folder} is not empty.", folder=str(folder)))
    with last_engagement(last, actor, _now, own_secrets()) as before:
        try:
            with Session.create(folder, actor, _now) as session:
                engagement.begin(session, identity.card.organisation, identity.card_file())
                engagement.write(session, "number", arguments.number or folder.name)
                carried = follow_up.carry_over(session, before, stage)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    if arguments.json:
        say_json(
            {
                "findings": carried.findings,
                "folder": str(folder),
                "people": carried.people,
                "sites": carried.sites,
                "stage": str(stage),
                "texts": carried.texts,
            }
        )
    else:
        say(carried.sentence)
    return EXIT_GOOD


def _now() -> datetime:
    return datetime.now(UTC)
