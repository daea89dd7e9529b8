"""New files of a phone or folder since last time, all ticked, to be taken in together."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from cfpdesk.i18n import _
from cfpdesk.ui.dialogs import Popover
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.size import size_text
from cfpdesk.ui.widgets.text import ElidedLabel, label, row

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
