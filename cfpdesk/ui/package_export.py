"""Exports in a job, with the steps shown; and the check of any package file."""

import time
from collections.abc import Callable
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, _, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.package import PackageKind
from cfpdesk.model.trust import Trust
from cfpdesk.store.encryption import is_encrypted
from cfpdesk.store.export import finish_export, plan_export
from cfpdesk.store.export_writing import StagedExport, stage_export
from cfpdesk.store.identity import Signer
from cfpdesk.store.package_file import WrittenPackage
from cfpdesk.store.package_reader import open_package
from cfpdesk.store.trust_state import current_trust
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Job, Progress
from cfpdesk.ui.widgets.export_steps import ExportSteps


class Export:
    """One export at a time; outlives the click and the page's being shown."""

    def __init__(self, desk: Desk, changed: Callable[[], object]) -> None:
        self._desk, self._changed = desk, changed
        self._job: Job[StagedExport] | None = None
        self._step = ""
        self._notes: dict[str, str] = {}
        self._began: dict[str, float] = {}
        self._took: dict[str, float] = {}
        self.written: WrittenPackage | None = None
        self.unfinished = False
        desk.jobs.changed.connect(self._tick)

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
        name = self._name(ending, unfinished=unfinished)
        target = desk.save_file(msg("Where to write the package"), name, f"*{ending}")
        if target is None:
            return
        if not target.name.endswith(ending):
            name = target.name.removesuffix(".age").removesuffix(".cfpkg")
            target = target.with_name(name + ending)
        signer = desk.signer(msg("The package is signed with your key."))
        if signer is None:
            return
        path, now = target, desk.now()
        self._notes = {"sign": signer.card.name, "write": str(path)}
        self._began, self._took, self._step = {}, {}, ""
        self.written, self.unfinished = None, unfinished
        self._to("pack")

        def work(progress: Progress) -> StagedExport:
            def tell(done: int, total: int, what: Message) -> None:
                progress.at(done, total, what)

            return stage_export(plan, path, signer, now, recipients=recipients, tell=tell)

        self._job = desk.run_job(
            msg("Export"), work, done=self._done, failed=self._failed, cancelled=self._stopped
        )
        self._changed()

    def cancel(self) -> None:
        """Stop; what was written is removed."""
        if self._job is not None:
            self._job.cancel()

    def show(self, steps: ExportSteps) -> None:
        """Put the state into the widget."""
        if self._job is None and self.written is None:
            steps.clear()
            return
        if self._step and self._job is not None and steps.current() != self._step:
            steps.begin(self._step)
        for step, note in self._notes.items():
            steps.note(step, note)
        for step in self._began:
            steps.time(step, self._took.get(step, time.monotonic() - self._began[step]))
        if self._job is not None:
            steps.progress(self._job.progress.percent)
        else:
            steps.finish()

    def _name(self, ending: str, *, unfinished: bool) -> str:
        session = self._desk.session
        me = session.me()
        mark = _("unfinished package") if unfinished else ""  # whoever gets the file sees it
        parts = (session.find(Engagement).number, me.name if me else "", mark)
        name = "-".join(part for part in parts if part) or "package"
        return "".join(c if c.isalnum() or c in "-_." else "-" for c in name) + ending

    def _tick(self) -> None:
        """Follow the job: its words say which half it is in."""
        job, current = self._job, self._desk.jobs.current
        if job is None or current is None or current is not job:
            return
        progress = job.progress
        if progress.total and progress.done * 2 >= progress.total:
            for step in ("sign", "write", "read"):
                if self._order(step) > self._order(self._step):
                    self._to(step)
        if progress.total:
            self._notes[self._step] = self._notes.get(self._step, "")
            if self._step in ("pack", "read"):
                half = progress.total // 2 or 1
                done = progress.done - (half if self._step == "read" else 0)
                share = min(max(done * 100 // half, 0), 100)
                self._notes[self._step] = f"{share} %"
        self._changed()

    def _order(self, step: str) -> int:
        return ("", "pack", "sign", "write", "read").index(step)

    def _to(self, step: str) -> None:
        now = time.monotonic()
        if self._step in self._began:
            self._took[self._step] = now - self._began[self._step]
        self._step = step
        self._began[step] = now

    def _done(self, staged: StagedExport) -> None:
        if self._job is not None and self._job.progress.cancelled:  # too late for the job itself
            staged.discard()
            self._stopped()
            return
        for step in ("sign", "write", "read"):
            if self._order(step) > self._order(self._step):
                self._to(step)
        self._took[self._step] = time.monotonic() - self._began[self._step]
        self._notes |= {"pack": "", "read": ""}
        self._job = None
        try:
            self.written = finish_export(self._desk.session, staged)
        except UserError as error:
            self._desk.report(error)
        else:
            self._desk.say(msg("Written, signed and read back."))
        self._changed()

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._desk.report(error)
        self._changed()

    def _stopped(self) -> None:
        self._job = None
        self._desk.say(msg("Cancelled; what was written is removed."))
        self._changed()


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
