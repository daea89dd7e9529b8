"""New files of a phone or folder since last time, all ticked, to be taken in together."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.steps import evidence
from cfpdesk.ui import intake
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.size import size_text
from cfpdesk.ui.widgets.text import ElidedLabel, label, row

WATCHED = "evidence/folder"
_PATH = int(Qt.ItemDataRole.UserRole)


class FolderIntake(Popover):
    """Calls `take` with the ticked files, or `other` to choose another folder."""

    def __init__(
        self,
        parent: QWidget,
        folder: Path,
        files: Sequence[Path],
        take: Callable[[list[Path]], object],
        other: Callable[[], object],
    ) -> None:
        super().__init__(parent, _("New files"), 520)
        self._take = take
        self._other = other
        self.body.addWidget(label(_("New since last time"), "card"))
        self.body.addWidget(ElidedLabel(str(folder), "muted"))
        self._list = QListWidget()
        self._list.setAccessibleName(_("New files"))
        self._list.setMinimumHeight(260)
        for path in files:
            self._list.addItem(_entry(path))
        self._list.itemChanged.connect(lambda _item: self._count())
        self.body.addWidget(self._list)
        another = button(_("Another folder …"), self._choose_other, kind="link")
        self._none = label(_("Nothing new here."), "muted")
        self._none.setVisible(not files)
        self._go = button("", self._go_on, kind="primary", icon="download", name="take-in")
        self.body.addLayout(row(another, self._none, None, self._go))
        self._count()

    def _ticked(self) -> list[Path]:
        items = (self._list.item(n) for n in range(self._list.count()))
        return [item.data(_PATH) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _count(self) -> None:
        n = len(self._ticked())
        self._go.setText(_("Take in {n}").format(n=n))
        self._go.setAccessibleName(self._go.text())
        self._go.setEnabled(n > 0)

    def _go_on(self) -> None:
        files = self._ticked()
        self.close()
        self._take(files)

    def _choose_other(self) -> None:
        self.close()
        self._other()

    def list_widget(self) -> QListWidget:
        """Return the list, to be focused."""
        return self._list


def _entry(path: Path) -> QListWidgetItem:
    facts = path.stat()
    at = datetime.fromtimestamp(facts.st_mtime, UTC).astimezone()
    item = QListWidgetItem(f"{path.name}    {size_text(facts.st_size)}    {at:%m-%d %H:%M}")
    item.setData(_PATH, path)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked)
    return item


class FolderWatch(QObject):
    """Remembers the folder of the phone, says when something new lies in it, and takes it in.

    Args:
        page: for the popover and the life of the watch.
        then: called with what was taken in.
    """

    def __init__(self, desk: Desk, page: QWidget, then: intake.Then) -> None:
        super().__init__(page)
        self._desk, self._page, self._then = desk, page, then
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._offer_new)
        self.watch(desk.settings.text(WATCHED))

    def watch(self, folder: str) -> None:
        """Watch a folder, and no other."""
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        if folder and Path(folder).is_dir():
            self._watcher.addPath(folder)

    def ask(self) -> None:
        """Show what is new in the folder; ask for the folder where there is none yet."""
        kept = self._desk.settings.text(WATCHED)
        if kept and Path(kept).is_dir():
            self._show(Path(kept))
        else:
            self._other()

    def _other(self) -> None:
        folder = self._desk.open_folder(msg("Folder of the phone or the camera"))
        if folder is not None:
            self._desk.settings.put(WATCHED, str(folder))
            self.watch(str(folder))
            self._show(folder)

    def _show(self, folder: Path) -> None:
        self._desk.drop_banner("new-files")
        files = evidence.new_files(self._desk.session, folder.rglob("*"))
        popover = FolderIntake(self._page.window(), folder, files, self._take, self._other)
        popover.open_centred()
        popover.list_widget().setFocus()

    def _take(self, files: list[Path]) -> None:
        intake.take(self._desk, files, evidence.Source.FOLDER, then=self._then)

    def _offer_new(self, folder: str) -> None:
        if not self._desk.is_open or not Path(folder).is_dir():
            return
        n = len(evidence.new_files(self._desk.session, Path(folder).iterdir()))
        if n:
            sentence = msg("{n} new {n:file|files} in {folder}", n=n, folder=Path(folder).name)
            self._desk.banner("new-files", sentence, msg("Take in"), self.ask)
