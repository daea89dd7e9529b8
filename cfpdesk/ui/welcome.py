"""No engagement is open: make a new one, receive a kit, look at the demo factory, or go on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from cfpdesk.i18n import _
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.frame_page import FramePage, two_halves
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import Hairline, label, row

Open = Callable[[Path], object]


def default_folder() -> Path:
    """Return where engagements are kept unless a person says otherwise."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = QStandardPaths.writableLocation(place) or str(Path.home())
    return Path(documents) / "cfpdesk"


class WelcomePage(FramePage):
    """Three buttons and the engagements that were open before."""

    def __init__(
        self,
        desk: Desk,
        speak: Callable[[str], object],
        *,
        create: Callable[[str], object],
        receive: Callable[[], object],
        demo: Callable[[], object],
        open_folder: Open,
    ) -> None:
        super().__init__(speak)
        self._desk = desk
        self._create, self._receive, self._demo, self._open = create, receive, demo, open_folder
        self._number = ""
        self.build()

    def fill(self, sheet: QFrame) -> None:
        """Show what can be begun, and what was open."""
        left, right = two_halves(sheet)
        left.addWidget(label(_("Which engagement?"), "hero"))
        note = _("Everything stays on this computer and works without a network.")
        left.addWidget(label(note, "label", wrap=True))
        left.addSpacing(24)
        left.addWidget(label(_("Number of the engagement"), "label"))
        self.number = QLineEdit(self._number)
        self.number.setObjectName("welcome-number")
        self.number.setAccessibleName(_("Number of the engagement"))
        self.number.setPlaceholderText("CFP-2026-0417")
        self.number.textChanged.connect(self._note)
        self.number.returnPressed.connect(self._begin)
        left.addWidget(self.number)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        left.addWidget(self._error)
        left.addSpacing(8)
        new = button(
            _("New engagement"), self._begin, icon="plus", kind="primary", name="welcome-new"
        )
        left.addWidget(new)
        left.addSpacing(14)
        left.addWidget(Hairline())
        left.addSpacing(14)
        kit = button(_("Receive a kit"), self._receive, icon="download", name="welcome-receive")
        left.addWidget(kit)
        left.addSpacing(8)
        demo = button(_("See the demo factory"), self._demo, icon="factory", name="welcome-demo")
        left.addWidget(demo)
        left.addStretch(1)
        self._fill_recent(right)

    def _note(self, text: str) -> None:
        self._number = text
        self._error.hide()

    def _begin(self) -> None:
        number = self._number.strip()
        if not number or any(sign in number for sign in '/\\:*?"<>|') or number.startswith("."):
            self._error.setText(_("Write the number first; it also names the folder."))
            self._error.show()
            self.number.setFocus()
            return
        self._create(number)

    def fail(self, text: str) -> None:
        """Say why it did not go."""
        self._error.setText(text)
        self._error.show()

    def _fill_recent(self, column: QVBoxLayout) -> None:
        column.addWidget(label(_("Open before"), "card"))
        recent = self._desk.settings.recent
        for folder in recent[:6]:
            line = QVBoxLayout()
            line.setSpacing(0)
            made = button(folder.name, self._opener(folder), kind="link", icon="folder")
            set_icon(made, "folder", "accent", 16)
            line.addLayout(row(made, None))
            line.addWidget(label(str(folder.parent), "small", wrap=True))
            column.addLayout(line)
        if not recent:
            column.addWidget(label(_("None yet on this computer."), "muted"))
        other = button(_("Open another folder"), self._choose, icon="folder", name="welcome-open")
        card = button(_("Save my key card"), self._save_card, icon="key", name="welcome-card")
        card.setEnabled(self._desk.identity is not None)
        column.addStretch(1)
        column.addLayout(row(other, card, None))

    def _save_card(self) -> None:
        """Give the card to the lead, who needs it before there is a kit to open."""
        from cfpdesk.ui.key_card_saving import save_key_card

        save_key_card(self._desk)

    def _opener(self, folder: Path) -> Callable[[], object]:
        return lambda: self._open(folder)

    def _choose(self) -> None:
        from cfpdesk.i18n import msg

        folder = self._desk.open_folder(msg("Folder of an engagement"))
        if folder is not None:
            self._open(folder)
