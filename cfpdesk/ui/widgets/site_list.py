"""The places that are visited, written in place: name, what is done there, from day to day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout

from cfpdesk.errors import UserError
from cfpdesk.i18n import _
from cfpdesk.model.engagement import Site
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import font
from cfpdesk.ui.values import read_date
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.named_rows import NamedRows
from cfpdesk.ui.widgets.text import label, row


class SiteRow(QFrame):
    """One site in three lines."""

    written = Signal(str, object)
    moved = Signal(int)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fields: dict[str, QLineEdit] = {}
        mark = label()
        set_icon(mark, "factory", "text2", 18)
        self.more = tool("more", "", token="text2")
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        menu.addAction(_("Up")).triggered.connect(lambda _on=False: self.moved.emit(-1))
        menu.addAction(_("Down")).triggered.connect(lambda _on=False: self.moved.emit(1))
        menu.addSeparator()
        menu.addAction(_("Take out")).triggered.connect(lambda _on=False: self.removed.emit())
        self.more.setMenu(menu)
        first = row(spacing=2)
        first.addWidget(self._field("name", _("Site")), 3)
        first.addWidget(self._field("visit_from", _("from")))
        first.addWidget(label("–", "muted"))
        first.addWidget(self._field("visit_to", _("to")))
        second = row(spacing=2)
        second.addWidget(self._field("activities", _("What is done there")), 3)
        second.addWidget(self._field("responsible", _("Who receives us")), 1)
        self._fields["name"].setFont(font(13, 600))
        for day in ("visit_from", "visit_to"):
            self._fields[day].setFixedWidth(92)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addLayout(first)
        lines.addLayout(second)
        lines.addWidget(self._field("address", _("Address")))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(4, 3, 0, 3)
        outer.setSpacing(4)
        outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(lines, 1)
        outer.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    def _field(self, name: str, words: str) -> QLineEdit:
        made = QLineEdit()
        role(made, cell=True)
        made.setPlaceholderText(words)
        made.editingFinished.connect(lambda: self._leave(name))
        made.textEdited.connect(lambda _text: role(made, state=""))
        self._fields[name] = made
        return made

    def _leave(self, name: str) -> None:
        field = self._fields[name]
        if not field.isModified():
            return
        value: object = field.text().strip()
        if name.startswith("visit_"):
            try:
                value = read_date(field.text())
            except UserError as error:
                role(field, state="bad")
                field.setToolTip(str(error.message))
                return
        field.setModified(False)
        field.setToolTip("")
        self.written.emit(name, value)

    def part(self, field: str) -> QLineEdit:
        """Return a field by its name; that of the name where there is none."""
        return self._fields.get(field, self._fields["name"])

    def show_site(self, site: Site, *, frozen: bool) -> None:
        """Show a site."""
        for name, field in self._fields.items():
            value = getattr(site, name)
            text = value.isoformat() if isinstance(value, date) else str(value or "")
            if not field.isModified():
                field.setText(text)
                field.setCursorPosition(0)
                field.setToolTip(text if len(text) > 12 else "")
            field.setReadOnly(frozen)
            field.setObjectName(f"site-{name}-{site.row}")
            field.setAccessibleName(f"{site.name} {field.placeholderText()}")
        self.more.setAccessibleName(_("Menu of {name}").format(name=site.name))
        self.more.setEnabled(not frozen)


class SiteList(NamedRows[SiteRow]):
    """Signals carry the site's row first."""

    written = Signal(str, str, object)
    moved = Signal(str, int)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__("add_site", _("New site"), _("Add a site: name, then Enter"), 22)

    def show_sites(self, sites: Sequence[Site], *, frozen: bool) -> None:
        """Show these sites in this order."""
        self.arrange([site.row for site in sites])
        for each in sites:
            self.rows[each.row].show_site(each, frozen=frozen)
        self.new.setEnabled(not frozen)

    def focus_site(self, site: str, field: str = "") -> bool:
        """Go to a field of a site, its name where none is said; False if it is not here."""
        if site in self.rows:
            self.rows[site].part(field).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return site in self.rows

    def make_row(self, site: str) -> SiteRow:
        """Return a site's row."""
        made = SiteRow()
        made.written.connect(lambda field, value: self.written.emit(site, field, value))
        made.moved.connect(lambda step: self.moved.emit(site, step))
        made.removed.connect(lambda: self.removed.emit(site))
        return made
