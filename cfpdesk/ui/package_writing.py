"""Packages that a lead hands out from the window: the kit for the auditors, and receipts.

Asks where to, then for the passphrase; writes, signs and reads back in a job; notes it afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.package import PackageKind
from cfpdesk.store.exclusion import PackageRecord
from cfpdesk.store.export import countersigned, finish_export, plan_export, stage_export
from cfpdesk.store.export_writing import ExportPlan, StagedExport
from cfpdesk.store.package_file import WrittenPackage
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Job, Progress


@dataclass(frozen=True, slots=True)
class _Words:
    """What is asked and said: where to, the file's name, what is signed, the job."""

    place: Message
    name: str
    reason: Message
    job: Message


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
    words = _Words(
        msg("Where to write the kit"),
        f"{_number(desk)}-kit",
        msg("The kit is signed with your key."),
        msg("Write the kit"),
    )
    desk.leave_fields()
    plan = plan_export(desk.session, PackageKind.KIT)
    return _write(desk, plan, words, tuple(recipients), done, failed)


def write_receipt(desk: Desk, record: PackageRecord, person: str) -> "Job[StagedExport] | None":
    """Write a receipt for a package that was taken in, with our countersignature's fingerprint.

    Args:
        desk: the window's services.
        record: the package.
        person: its author's name.

    Raises:
        UserError: if a receipt cannot be made now, and why.
    """
    words = _Words(
        msg("Where to write the receipt"),
        f"{_number(desk)}-{_safe(person)}-{record.seq}-receipt",
        msg("You sign that you took this package in."),
        msg("Write the receipt"),
    )
    desk.leave_fields()
    roots = countersigned(desk.session, [record.root])
    plan = plan_export(desk.session, PackageKind.RECEIPT, receipt_for=roots)

    def done(written: WrittenPackage) -> None:
        desk.say(msg("Receipt written and read back: {path}", path=str(written.path)))

    return _write(desk, plan, words, (), done, desk.report)


def _write(
    desk: Desk,
    plan: ExportPlan,
    words: _Words,
    recipients: tuple[str, ...],
    done: Callable[[WrittenPackage], object],
    failed: Callable[[Exception], object],
) -> "Job[StagedExport] | None":
    ending = ".cfpkg.age" if recipients else ".cfpkg"
    chosen = desk.save_file(words.place, words.name + ending, f"*{ending}")
    if chosen is None:
        return None
    signer = desk.signer(words.reason)
    if signer is None:
        return None
    session, target, now = desk.session, _named(chosen, ending), desk.now()

    def work(progress: Progress) -> StagedExport:
        def tell(at: int, of: int, what: Message) -> None:
            progress.at(at, of, what)

        return stage_export(plan, target, signer, now, recipients=recipients, tell=tell)

    def finish(staged: StagedExport) -> None:
        try:
            written = finish_export(session, staged)
        except UserError as error:
            failed(error)
            return
        done(written)

    return desk.run_job(words.job, work, done=finish, failed=failed)


def _number(desk: Desk) -> str:
    return _safe(desk.session.find(Engagement).number or "engagement")


def _named(path: Path, ending: str) -> Path:
    name = path.name.removesuffix(".age").removesuffix(".cfpkg")
    return path if path.name.endswith(ending) else path.with_name(name + ending)


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in name)
