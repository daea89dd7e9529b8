"""Receiving a kit: whose it is, compared by the fingerprint, then an engagement of one's own."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.journal import Actor
from cfpdesk.model.trust import fingerprint_digits
from cfpdesk.store.encryption import decrypt_file, is_encrypted
from cfpdesk.store.kit import KitAuthor, kit_author, open_kit
from cfpdesk.ui.frame_page import FramePage, two_halves
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.welcome import default_folder
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import label, row

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow
    from cfpdesk.ui.opening_flow import OpeningFlow


class KitPage(FramePage):
    """Shows who made the kit; nothing is opened before a person has compared the fingerprint."""

    def __init__(
        self, flow: "OpeningFlow", path: Path, author: KitAuthor, take: Callable[[], object]
    ) -> None:
        super().__init__(flow.speak)
        self._flow, self._path, self._author, self._take = flow, path, author, take
        self.build()

    def fill(self, sheet: QFrame) -> None:
        """Show author, fingerprint and two verbs."""
        left, right = two_halves(sheet)
        name = self._author.name
        left.addWidget(label(_("A kit from {name}").format(name=name), "hero", wrap=True))
        left.addWidget(label(self._path.name, "muted", wrap=True))
        left.addSpacing(20)
        words = _("Fingerprint of the lead's key; have it read to you")
        left.addWidget(label(words, "label", wrap=True))
        groups = fingerprint_digits(self._author.key_sha256).split()
        lines = "\n".join(" ".join(groups[at : at + 3]) for at in (0, 3))  # as one reads them out
        digits = label(lines, "hero")
        digits.setObjectName("kit-fingerprint")
        digits.setAccessibleName(f"{words} {' '.join(groups)}")
        digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        left.addWidget(digits)
        left.addSpacing(20)
        self._same = button(_("It is the same; open the kit"), self._go, kind="primary")
        self._same.setObjectName("kit-open")
        other = button(_("It differs"), self._flow.welcome, name="kit-leave")
        left.addLayout(row(self._same, other, None))
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        left.addWidget(self._error)
        left.addStretch(1)
        why = _(
            "Whoever can change a file on its way can also put another name in it. Six groups of "
            "five digits, read aloud or compared on paper, cannot be guessed."
        )
        right.addWidget(label(why, "label", wrap=True))
        right.addStretch(1)

    def _go(self) -> None:
        self._same.setEnabled(False)
        self._take()

    def fail(self, text: str) -> None:
        """Say why it did not go."""
        self._same.setEnabled(True)
        self._error.setText(text)
        self._error.show()


def receive_kit(flow: "OpeningFlow", window: "MainWindow") -> None:
    """Ask for a kit, show whose it is, and open it once its author was compared."""
    desk = window.desk
    found = desk.open_files(msg("Receive a kit"), "*.cfpkg *.cfpkg.age")
    if not found:
        return
    path = _readable(flow, window, found[0])
    if path is None:
        return

    def failed(error: Exception) -> None:
        _tell(flow, window, error)

    def known(author: KitAuthor) -> None:
        def take() -> None:
            _open(flow, window, path, author, failed)

        window.show_frame(KitPage(flow, path, author, take))

    desk.run_job(msg("Check the kit"), lambda _progress: kit_author(path), known, failed)


def _readable(flow: "OpeningFlow", window: "MainWindow", path: Path) -> Path | None:
    """Return the kit itself, decrypted beside the engagements where it was encrypted."""
    if not is_encrypted(path):
        return path
    signer = window.desk.signer(msg("The kit is encrypted for your key."))
    if signer is None:
        return None
    folder = default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return decrypt_file(path, folder, signer.age_identities())
    except UserError as error:
        flow.fail(error)
        return None
    finally:
        signer.lock()


def _open(
    flow: "OpeningFlow",
    window: "MainWindow",
    path: Path,
    author: KitAuthor,
    failed: Callable[[Exception], object],
) -> None:
    actor: Actor = flow.actor()
    folder = flow.fresh(default_folder() / path.name.split(".")[0])
    clock = window.desk.now

    def work(progress: Progress) -> Path:
        # The session is made on this thread and let go again: it belongs to the window's thread.
        made = open_kit(
            path, folder, actor, clock, lead_key_sha256=author.key_sha256, tell=progress.at
        )
        made.close()
        return folder

    def done(made: Path) -> None:
        if path.name.startswith(".decrypt-"):
            path.unlink(missing_ok=True)
        flow.open_folder(made)

    window.desk.run_job(msg("Open the kit"), work, done, failed)


def _tell(flow: "OpeningFlow", window: "MainWindow", error: Exception) -> None:
    if isinstance(error, UserError):
        flow.fail(error)
    else:
        window.desk.report(error)
