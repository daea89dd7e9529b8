"""How far everybody of the team is, as far as this computer knows."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.day import day_of
from cfpdesk.model.home import MemberProgress
from cfpdesk.model.team import initial
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import ElidedLabel, label, row


class TeamProgress(Card):
    """A small circle, the name, decided of all, and where this is known from."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Team: decided of all items"))
        self._shown: tuple[tuple[str, str, str, str], ...] = ()
        self._box = QWidget()
        self._line = row(spacing=10)
        self._box.setLayout(self._line)
        self._none = label(_("Nobody owns checklist groups yet."), "muted")
        self.body.addWidget(self._box)
        self.body.addWidget(self._none)

    def show_team(self, team: Sequence[MemberProgress], today: date) -> None:
        """Show these people."""
        shown = tuple(
            (m.person.name, initial(m.person.name), f"{m.done}/{m.total}", _known(m, today))
            for m in team
        )
        self._none.setVisible(not shown)
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._line.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for part in shown:
            self._line.addWidget(_member(*part), 1)


def _member(name: str, letter: str, figure: str, known: str) -> QWidget:
    box = QWidget()
    circle = label(letter, chip="avatar")
    circle.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addLayout(row(label(name, "strong"), label(figure, "label"), None, spacing=6))
    words.addWidget(ElidedLabel(known, "muted"))
    line = row(circle, spacing=8)
    line.addLayout(words, 1)
    box.setLayout(line)
    box.setAccessibleName(f"{name} {figure} {known}")
    return box


def _known(member: MemberProgress, today: date) -> str:
    """Return where this is known from, in few words: the card is narrow."""
    if member.me:
        return _("this computer")
    if member.seen_at is None:
        return _("not received")
    same = day_of(member.seen_at) == today
    time = member.seen_at.astimezone().strftime("%H:%M" if same else "%m-%d")
    if member.package:
        return _("pkg {n}, {time}").format(n=member.package, time=time)
    return _("as of {time}").format(time=time)
