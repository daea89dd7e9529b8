"""Beginning a new engagement from the last one, from the start page."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Stage
from cfpdesk.model.gate import Target
from cfpdesk.steps import engagement, follow_up
from cfpdesk.steps.follow_up import Carried
from cfpdesk.store.encryption import is_encrypted
from cfpdesk.store.last_engagement import last_engagement
from cfpdesk.store.session import Session
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.welcome import default_folder

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow
    from cfpdesk.ui.opening_flow import OpeningFlow


def begin_from_last(
    flow: "OpeningFlow", window: "MainWindow", number: str, stage: Stage, last: Path
) -> None:
    """Make the engagement in a job, then open it; what does not go is said on the start page.

    Args:
        flow: the row of pages.
        window: the window.
        number: of the new engagement; it names its folder.
        stage: surveillance or recertification.
        last: folder or package of the last engagement.
    """
    desk, identity = window.desk, window.desk.identity
    secrets: Sequence[str] = ()
    if last.is_file() and is_encrypted(last):
        signer = desk.signer(msg("The package is encrypted for your key."))
        if signer is None:
            return
        secrets = tuple(signer.age_identities())
        signer.lock()
    folder = default_folder() / number
    if folder.exists():
        flow.fail(UserError(msg("There is an engagement {number} already.", number=number)))
        return
    try:
        actor = flow.actor()
    except UserError as error:
        flow.fail(error)
        return
    body = identity.card.organisation if identity else ""
    card = identity.card_file() if identity else b""
    clock = desk.now

    def work(_progress: Progress) -> Carried:
        # Sessions are made on this thread and let go again: the window opens its own.
        try:
            with (
                last_engagement(last, actor, clock, lambda: secrets) as before,
                Session.create(folder, actor, clock) as made,
            ):
                engagement.begin(made, body, card)
                engagement.write(made, "number", number)
                return follow_up.carry_over(made, before, stage)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def done(carried: Carried) -> None:
        flow.open_folder(folder)
        if desk.is_open:
            window.go(Target("engagement"))
            desk.say(carried.sentence)

    def failed(error: Exception) -> None:
        if isinstance(error, UserError):
            flow.fail(error)
        else:
            desk.report(error)

    desk.run_job(msg("Begin from the last engagement"), work, done, failed)
