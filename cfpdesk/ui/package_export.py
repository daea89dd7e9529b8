"""Exports in a job, with the steps shown; and the check of any package file."""

from collections.abc import Callable
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.package import PackageKind
from cfpdesk.model.trust import Trust
from cfpdesk.steps.package import contents
from cfpdesk.store.delivery import clear_packs, deliver, pack_place
from cfpdesk.store.encryption import is_encrypted
from cfpdesk.store.export import finish_export, plan_export
from cfpdesk.store.export_writing import StagedExport, stage_export
from cfpdesk.store.identity import Signer
from cfpdesk.store.package_file import WrittenPackage
from cfpdesk.store.package_reader import open_package
from cfpdesk.store.trust_state import current_trust
from cfpdesk.store.verified_copy import gone
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.export_clock import StepClock
from cfpdesk.ui.jobs import Job, Progress
from cfpdesk.ui.widgets.export_steps import ExportSteps


class Export:
    """One export at a time; outlives the click and the page's being shown.

    Attributes:
        written: the package, once it was read back and noted.
        unfinished: it says that something still blocks.
        trouble: why a pack that lies here could not be brought to its drive; empty while none is.
    """

    def __init__(self, desk: Desk, changed: Callable[[], object]) -> None:
        self._desk, self._changed = desk, changed
        self._job: Job[StagedExport] | None = None
        self._packed: StagedExport | None = None
        self._target = Path()
        self._steps = StepClock()
        self.written: WrittenPackage | None = None
        self.unfinished = False
        self.trouble = ""
        desk.jobs.changed.connect(self._tick)
        if not desk.session.read_only:
            clear_packs(desk.session.folder)

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._job is not None

    def begin(
        self,
        kind: PackageKind,
        recipients: tuple[str, ...],
        *,
        omit: frozenset[str] = frozenset(),
        unfinished: bool,
    ) -> None:
        """Ask where to and for the passphrase, then write in a job.

        Args:
            kind: what it is for.
            recipients: age recipients; empty writes it readable.
            omit: SHA-256 of files that the receiver has acknowledged.
            unfinished: something still blocks, and the package shall say so.

        Raises:
            UserError: if nothing can be exported now.
        """
        if self.running:
            return
        desk = self._desk
        desk.leave_fields()
        plan = plan_export(desk.session, kind, omit=omit, unfinished=unfinished)
        ending = ".cfpkg.age" if recipients else ".cfpkg"
        target = self._ask_place(self._name(ending, unfinished=unfinished))
        if target is None:
            return
        signer = desk.signer(msg("The package is signed with your key."))
        if signer is None:
            return
        self._drop_pack()
        now, self._target = desk.now(), target
        place = pack_place(desk.session.folder, target, contents(desk.session).total)
        self._steps = StepClock(signer.card.name, str(target), packs_here=place != target)
        self.written, self.unfinished = None, unfinished

        def work(progress: Progress) -> StagedExport:
            return stage_export(
                plan, place, signer, now, recipients=recipients, tell=_telling(progress)
            )

        done = self._finish if place == target else self._take_pack
        self._run(work, done, self._failed)

    def resume(self) -> None:
        """Bring the pack that lies here to its drive once more."""
        if not self.running and self._packed is not None:
            self._deliver(self._packed)

    def go_elsewhere(self) -> None:
        """Ask for another place, and bring the pack that lies here there."""
        if self.running or self._packed is None:
            return
        target = self._ask_place(self._target.name)
        if target is not None:
            self._target = target
            self._steps.say("write", str(target))
            self._deliver(self._packed)

    def cancel(self) -> None:
        """Stop; what was written is removed, a pack that lies here too."""
        if self._job is not None:
            self._job.cancel()
        elif self._packed is not None:
            self._drop_pack()
            self._stopped()

    def show(self, steps: ExportSteps) -> None:
        """Put the state into the widget."""
        if self._job is None and self.written is None and not self.trouble:
            steps.clear()
            return
        self._steps.show(steps, running=self._job is not None)
        if self._job is not None:
            steps.progress(self._job.progress.percent)
        elif self.trouble:
            steps.fail("write")
        else:
            steps.finish()

    # On the way ---------------------------------------------------------------------------------

    def _ask_place(self, name: str) -> Path | None:
        ending = ".cfpkg.age" if name.endswith(".age") else ".cfpkg"
        target = self._desk.save_file(msg("Where to write the package"), name, f"*{ending}")
        if target is None or target.name.endswith(ending):
            return target
        return target.with_name(target.name.removesuffix(".age").removesuffix(".cfpkg") + ending)

    def _name(self, ending: str, *, unfinished: bool) -> str:
        session = self._desk.session
        me = session.me()
        mark = _("unfinished package") if unfinished else ""  # whoever gets the file sees it
        parts = (session.find(Engagement).number, me.name if me else "", mark)
        name = "-".join(part for part in parts if part) or "package"
        return "".join(c if c.isalnum() or c in "-_." else "-" for c in name) + ending

    def _run(
        self,
        work: Callable[[Progress], StagedExport],
        done: Callable[[StagedExport], object],
        failed: Callable[[Exception], object],
    ) -> None:
        self.trouble = ""
        self._job = self._desk.run_job(
            msg("Export"), work, done=done, failed=failed, cancelled=self._cancelled
        )
        self._changed()

    def _tick(self) -> None:
        """Follow the job: its figures say which half it is in."""
        job, current = self._job, self._desk.jobs.current
        if job is None or current is None or current is not job:
            return
        self._steps.follow(job.progress)
        self._changed()

    def _take_pack(self, packed: StagedExport) -> None:
        """Keep the pack, and bring it to its drive."""
        self._packed = packed
        if self._job is not None and self._job.progress.cancelled:
            self._cancelled()
        else:
            self._deliver(packed)

    def _deliver(self, packed: StagedExport) -> None:
        target = self._target
        self._steps.to("write")

        def work(progress: Progress) -> StagedExport:
            return deliver(packed, target, _telling(progress))

        self._run(work, self._finish, self._not_delivered)

    def _not_delivered(self, error: Exception) -> None:
        """Keep the pack where the world is to blame; it is brought there again, or elsewhere."""
        if not isinstance(error, UserError):
            self._failed(error)
            return
        self._job, self.trouble = None, str(error.message)
        self._changed()

    def _finish(self, staged: StagedExport) -> None:
        if self._job is not None and self._job.progress.cancelled:  # too late for the job itself
            staged.discard()
            self._cancelled()
            return
        self._steps.end()
        self._job = None
        try:
            self.written = finish_export(self._desk.session, staged)
        except UserError as error:
            self._desk.report(error)
        except OSError:
            self._desk.report(gone(self._target.parent))
        else:
            self._desk.say(msg("Written, signed and read back."))
        self._drop_pack()
        self._changed()

    def _drop_pack(self) -> None:
        if self._packed is not None:
            self._packed.discard()
        self._packed, self.trouble = None, ""

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._drop_pack()
        self._desk.report(gone(self._target.parent) if isinstance(error, OSError) else error)
        self._changed()

    def _cancelled(self) -> None:
        self._drop_pack()
        self._stopped()

    def _stopped(self) -> None:
        self._job = None
        self._desk.say(msg("Cancelled; what was written is removed."))
        self._changed()


def _telling(progress: Progress) -> Callable[[int, int, Message], None]:
    def tell(done: int, total: int, what: Message) -> None:
        progress.at(done, total, what)

    return tell


def verify_file(desk: Desk, path: Path) -> None:
    """Check any package in a job and say what it is."""
    trust = current_trust(desk.session)
    folder = desk.session.folder
    signer: list[Signer] = []

    def secrets() -> list[str]:
        return [secret for each in signer for secret in each.age_identities()]

    if path.is_file() and is_encrypted(path):
        unlocked = desk.signer(msg("Your key opens the package."))
        if unlocked is None:
            return
        signer.append(unlocked)

    def work(progress: Progress) -> Message:
        def tell(done: int, total: int, what: Message) -> None:
            progress.at(done, total, what)

        with open_package(path, trust, identities=secrets, scratch=folder, tell=tell) as package:
            name = trust.name_of(package.signers[0].key_sha256)
            count = len(package.signers)
            if package.trust is Trust.TRUSTED:
                return msg(
                    "{file}: valid, {n} {n:signature|signatures}, by {name}",
                    file=path.name,
                    n=count,
                    name=name,
                )
            return msg("{file}: valid, but its author is not trusted here", file=path.name)

    desk.run_job(msg("Verify {file}", file=path.name), work, done=desk.say)
