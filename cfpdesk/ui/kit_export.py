"""The kit for the auditors: the prepared engagement in one signed package, from the window.

Asks where to, then for the passphrase; writes, signs and reads back in a job; notes it afterwards.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.package import PackageKind
from cfpdesk.store.export import finish_export, plan_export, stage_export
from cfpdesk.store.export_writing import StagedExport
from cfpdesk.store.package_file import WrittenPackage
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Job, Progress


def send_kit(
    desk: Desk,
    recipients: Sequence[str],
    done: Callable[[WrittenPackage], object],
    failed: Callable[[Exception], object],
) -> "Job[StagedExport] | None":
    """Write the kit; None where the person left at the file or the passphrase.

    Args:
        desk: the window's services.
        recipients: age recipients it is encrypted for; empty writes it readable.
        done: called with what was written, after it was read back and noted.
        failed: called with the error.

    Raises:
        UserError: if a kit cannot be made now, and why.
    """
    desk.leave_fields()
    session = desk.session
    plan = plan_export(session, PackageKind.KIT)
    number = session.find(Engagement).number or "engagement"
    ending = ".cfpkg.age" if recipients else ".cfpkg"
    chosen = desk.save_file(
        msg("Where to write the kit"), f"{_safe(number)}-kit{ending}", f"*{ending}"
    )
    if chosen is None:
        return None
    signer = desk.signer(msg("The kit is signed with your key."))
    if signer is None:
        return None
    target, now = _named(chosen, ending), desk.now()

    def work(progress: Progress) -> StagedExport:
        def tell(at: int, of: int, what: Message) -> None:
            progress.at(at, of, what)

        return stage_export(plan, target, signer, now, recipients=tuple(recipients), tell=tell)

    def finish(staged: StagedExport) -> None:
        try:
            written = finish_export(session, staged)
        except UserError as error:
            failed(error)
            return
        done(written)

    return desk.run_job(msg("Write the kit"), work, done=finish, failed=failed)


def _named(path: Path, ending: str) -> Path:
    name = path.name.removesuffix(".age").removesuffix(".cfpkg")
    return path if path.name.endswith(ending) else path.with_name(name + ending)


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in name)
