"""The backups of the engagement: make one, choose the second place, go back with a preview."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, current_language, msg
from cfpdesk.store import backup
from cfpdesk.store.backup import Backup
from cfpdesk.store.restore import preview_restore, restore
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

if TYPE_CHECKING:
    from cfpdesk.ui.backup_watch import BackupWatch

MOST = 8
MOST_LOST = 6


class BackupPopover(Popover):
    """Opened from the foot of the rail and from behind the saved indicator."""

    def __init__(self, watch: "BackupWatch") -> None:
        super().__init__(watch.window, _("Backup"), 480)
        self._watch = watch
        self._whys = {
            "time": _("by itself"),
            "merge": _("before a merge"),
            "restore": _("before going back"),
            "close": _("at closing"),
            "version": _("before an update"),
        }
        self.body.addWidget(label(_("Backup"), "card"))
        place = watch.place
        words = (
            _("Second copy: {place}").format(place=str(place)) if place else _("No second copy yet")
        )
        line = row(ElidedLabel(words, "label"))
        choose = button(_("Choose a place"), self._choose, kind="link", name="backup-place")
        line.addWidget(choose)
        self.body.addLayout(line)
        now = button(_("Back up now"), self._make, icon="usb", kind="primary", name="backup-now")
        self.body.addLayout(row(now, None))
        self.body.addWidget(Hairline())
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)
        folder = watch.window.desk.session.folder
        found = backup.backups(folder)
        for each in found[:MOST]:
            self._list.addLayout(self._line(each))
        if not found:
            self._list.addWidget(label(_("No backup yet."), "muted"))
        self._preview = QFrame()
        self._preview.hide()
        self.body.addWidget(self._preview)

    def _line(self, each: Backup) -> QVBoxLayout:
        column = QVBoxLayout()
        when = f"{each.at.astimezone():%Y-%m-%d %H:%M}"
        go = button(_("Go back to it"), lambda: self._show(each), kind="link")
        go.setAccessibleName(f"{go.text()} {when}")
        why = label(self._whys.get(each.why, each.why), "muted")
        column.addLayout(row(label(when), why, None, go))
        return column

    def _choose(self) -> None:
        self.close()
        self._watch.choose_place()

    def _make(self) -> None:
        self.close()
        self._watch.make(say=True)

    def _show(self, each: Backup) -> None:
        """Show what would be lost; nothing is written yet."""
        window = self._watch.window
        try:
            seen = preview_restore(window.desk.session.folder, each)
        except UserError as error:
            self.close()
            window.desk.report(error)
            return
        made = QFrame()
        role(made, box="tint-warn")
        column = QVBoxLayout(made)
        language = current_language()
        lost = str(
            msg("{n} {n:operation|operations} since then would be set aside:", n=len(seen.lost))
        )
        nothing = _("Nothing was done since then.")
        column.addWidget(label(lost if seen.lost else nothing, "strong", wrap=True))
        for operation in seen.lost[:MOST_LOST]:
            when = f"{operation.at.astimezone():%H:%M}"
            column.addWidget(ElidedLabel(f"{when}  {operation.name.text(language)}", "label"))
        go = button(_("Go back"), self._restorer(each), kind="primary", name="backup-restore")
        leave = button(_("Not now"), self.close)
        column.addLayout(row(None, leave, go))
        self.body.replaceWidget(self._preview, made)
        self._preview.deleteLater()
        self._preview = made
        self.adjustSize()
        leave.setFocus()

    def _restorer(self, each: Backup) -> Callable[[], None]:
        def go() -> None:
            window = self._watch.window
            folder, now = window.desk.session.folder, window.desk.now()
            self.close()
            self._watch.wait()
            window.close_session()
            try:
                restore(folder, each, now)
            except UserError as error:
                window.desk.report(error)
            window.serve("reopen")
            window.desk.say(msg("Gone back; the state before is kept as a backup"))

        return go
