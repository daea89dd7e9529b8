"""The places that are visited, written in place: name, what is done there, from day to day."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout

from cfpdesk.i18n import _
from cfpdesk.model.engagement import Site
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.theme import font
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.cell_row import CellRow
from cfpdesk.ui.widgets.named_rows import NamedRows
from cfpdesk.ui.widgets.text import label, row


class SiteRow(CellRow):
    """One site in three lines."""

    moved = Signal(int)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__("visit_")
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
        self._name = self.add_field("name", _("Site"))
        self._name.setFont(font(13, 600))
        first.addWidget(self._name, 3)
        first.addWidget(self.add_field("visit_from", _("from")))
        first.addWidget(label("–", "muted"))
        first.addWidget(self.add_field("visit_to", _("to")))
        second = row(spacing=2)
        second.addWidget(self.add_field("activities", _("What is done there")), 3)
        second.addWidget(self.add_field("responsible", _("Who receives us")), 1)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addLayout(first)
        lines.addLayout(second)
        lines.addWidget(self.add_field("address", _("Address")))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(4, 3, 0, 3)
        outer.setSpacing(4)
        outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(lines, 1)
        outer.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    def part(self, field: str) -> QLineEdit:
        """Return a field by its name; that of the name where there is none."""
        return self.field(field) or self._name

    def show_site(self, site: Site, *, frozen: bool) -> None:
        """Show a site."""
        self.show_values(
            lambda name: getattr(site, name),
            lambda name: f"site-{name}-{site.row}",
            site.name,
            frozen=frozen,
        )
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
