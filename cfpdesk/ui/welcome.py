"""No engagement is open: make a new one, follow the last one, receive a kit, or go on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout

from cfpdesk.i18n import _, msg
from cfpdesk.model.carried import LATER_STAGES
from cfpdesk.model.engagement import STAGE_NAMES, Stage
from cfpdesk.model.folder_name import folder_name_problem
from cfpdesk.store.place import synced_by
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.frame_page import FramePage, two_halves
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

Open = Callable[[Path], object]
Follow = Callable[[str, Stage, Path], object]


def default_folder() -> Path:
    """Return where engagements are kept unless a person says otherwise.

    It is in Documents, unless those are copied to the internet: then beside them in the home.
    """
    place = QStandardPaths.StandardLocation.DocumentsLocation
    documents = Path(QStandardPaths.writableLocation(place) or Path.home())
    return (Path.home() if synced_by(documents) else documents) / "cfpdesk"


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
        follow: Follow,
    ) -> None:
        super().__init__(speak)
        self._desk = desk
        self._create, self._receive, self._demo, self._open = create, receive, demo, open_folder
        self._follow = follow
        self._number = ""
        self._opening = False
        self._stage = Stage.SURVEILLANCE
        self.build()

    def build(self) -> None:
        """Make everything; whoever has worked here before goes on with Enter alone."""
        super().build()
        last = self.findChild(QPushButton, "welcome-recent")
        if isinstance(last, QPushButton):
            self.setFocusProxy(last)

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
        left.addSpacing(8)
        self._fill_follow(left)
        left.addSpacing(14)
        left.addWidget(Hairline())
        left.addSpacing(14)
        kit = button(_("Receive a kit"), self._receive, icon="download", name="welcome-receive")
        left.addWidget(kit)
        team = _("Members of the team begin here, with the file the lead gives them.")
        left.addWidget(label(team, "small", wrap=True))
        left.addSpacing(8)
        demo = button(_("See the demo factory"), self._demo, icon="factory", name="welcome-demo")
        left.addWidget(demo)
        left.addStretch(1)
        self._fill_recent(right)

    def _fill_follow(self, column: QVBoxLayout) -> None:
        """Offer to begin from the last engagement of the same client."""
        column.addWidget(label(_("Or begin from the last one of this client"), "label"))
        self._cycle = Choice(_("Kind of engagement"))
        self._cycle.setObjectName("welcome-cycle")
        self._cycle.set_options([(stage, str(STAGE_NAMES[stage])) for stage in LATER_STAGES])
        self._cycle.choose(self._stage)
        self._cycle.chosen.connect(self._take_stage)
        column.addWidget(self._cycle)
        folder = button(_("Its folder…"), self._from_folder, icon="folder", name="follow-folder")
        package = button(_("Its package…"), self._from_package, icon="box", name="follow-package")
        column.addLayout(row(folder, package, None))

    def _take_stage(self, key: str) -> None:
        self._stage = Stage(key)

    def _from_folder(self) -> None:
        number = self._checked()
        if not number:
            return
        folder = self._desk.open_folder(msg("Folder of the last engagement"))
        if folder is not None:
            self._follow(number, self._stage, folder)

    def _from_package(self) -> None:
        number = self._checked()
        if not number:
            return
        files = self._desk.open_files(msg("Package of the last engagement"), "*.cfpkg *.cfpkg.age")
        if files:
            self._follow(number, self._stage, files[0])

    def _note(self, text: str) -> None:
        self._number = text
        self._error.hide()

    def _begin(self) -> None:
        number = self._checked()
        if number:
            self._create(number)

    def _checked(self) -> str:
        """Return the number that was typed; empty, and said so, where it names no folder."""
        number = self._number.strip()
        problem = folder_name_problem(number)
        if problem is None:
            return number
        self._error.setText(str(problem))
        self._error.show()
        self.number.setFocus()
        return ""

    def fail(self, text: str) -> None:
        """Say why it did not go, on the side where it was pressed."""
        for error in (self._error, self._not_opened):
            error.hide()
        shown = self._not_opened if self._opening else self._error
        shown.setText(text)
        shown.show()

    def _fill_recent(self, column: QVBoxLayout) -> None:
        column.addWidget(label(_("Open before"), "card"))
        recent = self._desk.settings.recent
        for folder in recent[:6]:
            line = QVBoxLayout()
            line.setSpacing(0)
            made = button(folder.name, self._opener(folder), kind="link", icon="folder")
            made.setObjectName("welcome-recent" if folder == recent[0] else "")
            set_icon(made, "folder", "accent", 16)
            line.addLayout(row(made, None))
            title = self._desk.settings.title(folder)
            if title:
                line.addWidget(ElidedLabel(title))
            line.addWidget(label(str(folder.parent), "small", wrap=True))
            column.addLayout(line)
        if not recent:
            column.addWidget(label(_("None yet on this computer."), "muted"))
        self._not_opened = label("", "bad", wrap=True)
        self._not_opened.hide()
        column.addWidget(self._not_opened)
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
        return lambda: self._try(folder)

    def _choose(self) -> None:
        folder = self._desk.open_folder(msg("Folder of an engagement"))
        if folder is not None:
            self._try(folder)

    def _try(self, folder: Path) -> None:
        self._opening = True
        self._not_opened.hide()
        self._open(folder)
        self._opening = False
