"""The days on site: whether production ran normally, what did not, and the photo that shows it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.stage import RunningDay
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import stages
from cfpdesk.steps.stages import StagesView, VisitDay
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import ChoiceField, NoteField
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import Hairline, label, row


class RunningCard(Card):
    """A row a site and day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Production on the days on site"), clause="RULE:9.4.2")
        self.desk = desk
        self._rows: dict[str, _DayRow] = {}
        self._none = label(_("The sites have no days yet."), "muted", wrap=True)
        self.body.addWidget(self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)

    def show_state(self, now: StagesView, *, frozen: bool) -> None:
        """Show the days."""
        wanted = {found.kept.row: found for found in now.days}
        self._none.setVisible(not wanted)
        for gone in [kept for kept in self._rows if kept not in wanted]:
            self._rows.pop(gone).deleteLater()
        for key, found in wanted.items():
            if key not in self._rows:
                self._rows[key] = _DayRow(self.desk, found.site.row, found.day)
                self._list.addWidget(self._rows[key])
            self._rows[key].show_day(found, frozen=frozen)
        said = sum(found.kept.running is not YesNo.OPEN for found in now.days)
        self.count.setText(f"{said} / {len(wanted)}" if wanted else "")

    def focus_day(self, site: str) -> bool:
        """Go to the first open day of a site; False if it has none here."""
        rows = [found for found in self._rows.values() if found.site == site]
        for found in (*[r for r in rows if r.is_open], *rows):
            found.running.focus_widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False


class _DayRow(QWidget):
    """One site on one day."""

    def __init__(self, desk: Desk, site: str, day: date) -> None:
        super().__init__()
        self._desk, self.site, self._day = desk, site, day
        self.is_open = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Hairline())
        self._name = label("", "strong", wrap=True)
        options = [("", "–"), (YesNo.YES, _("ran")), (YesNo.NO, _("did not run"))]
        self.running = ChoiceField(
            desk, RunningDay.TABLE, "running", _("Production"), self._judge, options
        )
        self.running.combo.setFixedWidth(108)
        self.photo = button("", self._pick, icon="camera", kind="quiet")
        line = row(self._name, self.running.box, self.photo)
        line.setStretch(0, 1)
        column.addLayout(line)
        words = _("What did not run")
        self.text = NoteField(desk, RunningDay.TABLE, "text", words, self._write, words, 1)
        column.addWidget(self.text.box)

    def show_day(self, found: VisitDay, *, frozen: bool) -> None:
        """Show a day."""
        place = f"{found.site.name} {found.day.isoformat()}"
        self.is_open = found.kept.running is YesNo.OPEN
        self._name.setText(place)
        self.running.show(found.kept.running, found.kept.row)
        self.running.set_read_only(read_only=frozen)
        self.text.show(found.kept.text, found.kept.row)
        self.text.set_read_only(read_only=frozen)
        self.text.box.setVisible(found.kept.running is YesNo.NO)
        self.photo.setText(found.photo or _("Photo…"))
        self.photo.setEnabled(not frozen)
        names: tuple[tuple[QWidget, str, str], ...] = (
            (self.running.focus_widget, "running", _("Production")),
            (self.text.focus_widget, "running-text", _("What did not run")),
            (self.photo, "running-photo", _("Photo…")),
        )
        for widget, name, words in names:
            widget.setObjectName(f"{name}-{found.kept.row}")
            widget.setAccessibleName(f"{place} {words}")

    def _judge(self, value: str) -> None:
        self._verb(running=YesNo(value))()

    def _write(self, text: str) -> None:
        self._verb(text=text)()

    def _verb(
        self, *, running: YesNo | None = None, text: str | None = None, evidence: str | None = None
    ) -> Callable[[], object]:
        return lambda: stages.write_running(
            self._desk.session,
            self.site,
            self._day,
            running=running,
            text=text,
            evidence=evidence,
        )

    def _pick(self) -> None:
        self._desk.pick(
            ("evidence",),
            lambda target: self._desk.attempt(self._verb(evidence=target.row)),
        )
