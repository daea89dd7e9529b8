"""Whom a package is encrypted for: people of the trust list, the leads ticked at first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.trust import fingerprint_groups
from cfpdesk.steps.package import Recipient
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import empty, label, row


class RecipientList(QWidget):
    """A box a person; says whether the package will be readable by anybody.

    Emits `changed` with the fingerprints that are ticked, `more_wanted` where a lead takes in
    another key card: its fingerprint is compared there, read aloud or seen.
    """

    changed = Signal(object)
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chosen: set[str] | None = None
        self._people: tuple[Recipient, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._lock = label("", "muted")
        column.addLayout(row(label(_("Recipients"), "strong"), None, self._lock))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setVerticalSpacing(4)
        column.addLayout(self._grid)
        self._nobody = label(
            _("Nobody else is on the trust list: the package is written readable."),
            "muted",
            wrap=True,
        )
        column.addWidget(self._nobody)
        self._more = button(
            _("Add a recipient…"), self.more_wanted.emit, icon="plus", kind="link", name="more-to"
        )
        self._more.setToolTip(_("Take in their key card, and compare the fingerprint read aloud"))
        column.addLayout(row(self._more, None))

    def choose(self, chosen: set[str] | None) -> None:
        """Tick these fingerprints; None the leads, as soon as people are shown."""
        self._chosen = chosen

    def addresses(self) -> tuple[str, ...]:
        """Return the age recipients of those who are ticked."""
        chosen = self._chosen or set()
        return tuple(p.address for p in self._people if p.key_sha256 in chosen)

    def show_people(self, people: Sequence[Recipient], *, may_add: bool = False) -> None:
        """Show these people; ticks stay. A lead may add to them."""
        self._more.setVisible(may_add)
        if self._chosen is None:
            self._chosen = {person.key_sha256 for person in people if person.lead}
        if tuple(people) != self._people:
            self._people = tuple(people)
            self._fill()
        self._show()

    def _fill(self) -> None:
        empty(self._grid)
        self._boxes = {}
        for line, person in enumerate(self._people):
            box = QCheckBox(" · ".join(p for p in (person.name, person.organisation) if p))
            box.setObjectName(f"to-{person.key_sha256}")
            box.setAccessibleName(_("Encrypt for {name}").format(name=person.name))
            box.clicked.connect(lambda on, key=person.key_sha256: self._choose(key, on=on))
            self._grid.addWidget(box, line, 0)
            mark = fingerprint_groups(person.key_sha256)[:9].upper()
            self._grid.addWidget(label(mark, "mono"), line, 1)
            self._boxes[person.key_sha256] = box

    def _show(self) -> None:
        chosen = self._chosen or set()
        for key, box in self._boxes.items():
            box.setChecked(key in chosen)
        self._nobody.setVisible(not self._people)
        some = any(person.key_sha256 in chosen for person in self._people)
        self._lock.setText(
            _("encrypted: only they can open it") if some else _("readable by anybody")
        )

    def _choose(self, key: str, *, on: bool) -> None:
        chosen = self._chosen or set()
        self._chosen = chosen | {key} if on else chosen - {key}
        self._show()
        self.changed.emit(self._chosen)
