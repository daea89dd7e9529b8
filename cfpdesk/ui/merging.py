"""Packages that arrive in the window: checked and previewed in a job, then merged in another.

While a merge writes on its own connection the session refuses writes. What was chosen for the
conflicts beforehand is written right after, as decisions of the person here.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.trust import TrustList
from cfpdesk.store.encryption import is_encrypted
from cfpdesk.store.exclusion import packages
from cfpdesk.store.export import REVIEWED, note_countersignature
from cfpdesk.store.merge import MergeResult
from cfpdesk.store.package_file import Signing, WrittenPackage, countersign
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.reception import REFUSALS, Arrived, look, receive, set_aside
from cfpdesk.store.trust_state import current_trust
from cfpdesk.store.verdict import Verdict
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress


class Merging:
    """What is under way on the merge page; outlives language switches and being hidden."""

    def __init__(self, desk: Desk, changed: Callable[[str], object]) -> None:
        self._desk, self._changed = desk, changed
        self.arrived: dict[str, Arrived] = {}
        self.busy = False
        # What opens an encrypted package, kept while it waits: it is looked at anew after a merge.
        self._secrets: dict[Path, tuple[str, ...]] = {}

    def take(self, paths: Sequence[Path]) -> None:
        """Check packages, one job each; bad ones go to quarantine, others are previewed."""
        self._desk.leave_fields()
        if any(path.is_file() and is_encrypted(path) for path in paths):
            unlocked = self._desk.signer(msg("Your key opens the package."))
            if unlocked is None:
                return
            self._secrets |= {path: unlocked.age_identities() for path in paths}
        for path in paths:
            self._take(path)

    def _take(self, path: Path, *, again: bool = False) -> None:
        desk, folder = self._desk, self._desk.session.folder
        trust, now = current_trust(desk.session), desk.now()
        held = self._secrets.get(path, ())

        def work(progress: Progress) -> Arrived:
            def tell(done: int, total: int, what: Message) -> None:
                progress.at(done, total, what)

            secrets = (lambda: held) if held else None
            return look(folder, path, trust, now, secrets=secrets, tell=tell)

        def failed(error: Exception) -> None:
            if isinstance(error, REFUSALS):
                refused = set_aside(folder, path, error, now)
                self._changed(f"aside:{refused.path.name}")
            elif isinstance(error, OSError):
                desk.report(UserError(msg("The file {name} cannot be read.", name=path.name)))
            else:
                desk.report(error)

        desk.run_job(
            msg("Check {file}", file=path.name),
            work,
            done=lambda arrived: self._came(arrived, again=again),
            failed=failed,
        )

    def _came(self, arrived: Arrived, *, again: bool) -> None:
        known = {record.root: record.verdict for record in packages(self._desk.session)}
        if known.get(arrived.root, Verdict.QUARANTINED) is not Verdict.QUARANTINED:
            self._desk.say(
                msg("{file} is in already; there is nothing new in it.", file=arrived.path.name)
            )
            self._changed(f"package:{arrived.root}")
            return
        self.arrived[arrived.key] = arrived
        self._changed("" if again else arrived.key)

    def leave(self, key: str) -> None:
        """Put an arrived package away again; nothing was written."""
        left = self.arrived.pop(key, None)
        if left is not None:
            self._secrets.pop(left.path, None)
        self._changed("")

    def merge(self, arrived: Arrived, then: Callable[[], object]) -> None:
        """Take a package in: backup first, then one transaction; `then` is called afterwards."""
        desk = self._desk
        desk.leave_fields()
        desk.session.check_writable()
        if not arrived.path.is_file():
            raise UserError(
                msg("{file} is not there any more; is the stick out?", file=arrived.path.name)
            )
        held = self._secrets.get(arrived.path, ())  # the passphrase was given when it was looked at
        if is_encrypted(arrived.path) and not held:
            unlocked = desk.signer(msg("Your key opens the package."))
            if unlocked is None:
                return
            held = unlocked.age_identities()
        folder, now = desk.session.folder, desk.now()
        trust: TrustList = current_trust(desk.session)
        pause = ExitStack()
        pause.enter_context(desk.session.paused())
        self.busy = True

        def work(progress: Progress) -> MergeResult:
            def tell(done: int, total: int, what: Message) -> None:
                progress.at(done, total, what)

            secrets = (lambda: held) if held else None
            return receive(folder, arrived.path, trust, now, secrets=secrets, tell=tell)

        def over() -> None:
            self.busy = False
            pause.close()

        def done(result: MergeResult) -> None:
            self.arrived.pop(arrived.key, None)
            self._secrets.pop(arrived.path, None)
            over()
            self._preview_others(arrived)
            then()
            self._tell(arrived, result)
            self._changed(f"package:{result.root}")

        def failed(error: Exception) -> None:
            over()
            if isinstance(error, REFUSALS):
                self.arrived.pop(arrived.key, None)
                refused = set_aside(folder, arrived.path, error, now)
                self._changed(f"aside:{refused.path.name}")
            desk.report(error)

        desk.run_job(
            msg("Merge {file}", file=arrived.path.name),
            work,
            done=done,
            failed=failed,
            cancelled=over,
        )
        self._changed(arrived.key)

    def _tell(self, arrived: Arrived, result: MergeResult) -> None:
        """Say what came in, and what was odd about it."""
        self._desk.say(
            msg(
                "Package of {name}: {n} new {n:entry|entries}, {m} new {m:file|files}",
                name=arrived.name,
                n=result.events,
                m=result.blobs,
            )
        )
        for note in result.notes:
            self._desk.banner(f"merge-{result.root}", note)

    def _preview_others(self, merged: Arrived) -> None:
        """Look at the other waiting packages anew: what they would bring has changed."""
        waiting = [a.path for a in self.arrived.values() if a.root != merged.root]
        self.arrived.clear()
        for path in waiting:
            self._take(path, again=True)

    def countersign(self, path: Path) -> None:
        """Add one's own signature to a package file, written beside it under another name."""
        desk = self._desk
        name = path.name.removesuffix(".cfpkg") + "-countersigned.cfpkg"
        target = desk.save_file(msg("Where to write the countersigned package"), name, "*.cfpkg")
        if target is None:
            return
        signer = desk.signer(msg("You sign that you received and reviewed this package."))
        if signer is None:
            return
        me = desk.session.me()
        role = "reviewer" if me is not None and me.role == "reviewer" else "lead"
        signing = Signing(signer, role, REVIEWED, desk.now())
        session = desk.session
        here = session.find(Engagement).engagement_id

        def work(_progress: Progress) -> tuple[WrittenPackage, str, bool]:
            written = countersign(path, target, signing)
            with read_package(target) as package:
                sheet = package.manifest
            return written, sheet.package_id, sheet.engagement_id == here

        def done(found: tuple[WrittenPackage, str, bool]) -> None:
            written, name, ours = found
            if ours and not session.read_only:
                desk.attempt(lambda: note_countersignature(session, written, name, role))
            desk.say(
                msg(
                    "Countersigned: {file}. Keep the fingerprint {mark}.",
                    file=written.path.name,
                    mark=written.statement_sha256[:16].upper(),
                )
            )

        desk.run_job(msg("Countersign {file}", file=path.name), work, done=done)
