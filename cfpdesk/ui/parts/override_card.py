"""Blocks of level H* with who may override them, and the overrides that were written."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.day import day_of
from cfpdesk.model.gate import Blocker
from cfpdesk.model.override import OFFICE_WORD, Override
from cfpdesk.steps import override
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.override_form import Given, OverrideForm
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.status_icon import LEVELS, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, empty, label, row


class OverrideCard(Card):
    """Each block in a row; pressing its button opens office, name and reason under it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Overriding"), _("by a named office, with a reason; it is printed"))
        self._desk = desk
        self._open = ""
        self._shown: object = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.body.addLayout(self._rows)

    def show_state(self, *, frozen: bool) -> None:
        """Show what can be overridden and what was; hidden where there is neither."""
        now = override.state(self._desk.session)
        self.setVisible(bool(now.open or now.kept))
        shown = (now, frozen, self._open, current_language())
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._rows)
        for blocker in now.open:
            self._rows.addWidget(self._block(blocker, frozen=frozen))
        for kept in now.kept:
            self._rows.addWidget(Hairline())
            self._rows.addWidget(self._kept(kept, lapsed=kept.row in now.lapsed, frozen=frozen))

    def _block(self, blocker: Blocker, *, frozen: bool) -> QWidget:
        box = QFrame()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        words = label(str(blocker.sentence), wrap=True)
        clause = label(clause_text(blocker.clause).text(current_language()), "small")
        key = f"{blocker.code}/{override.subject(blocker)}"
        verb = button(
            _("Override…"), lambda: self._toggle(key), kind="quiet", name=f"override-{key}"
        )
        verb.setAccessibleName(f"{_('Override…')} {blocker.sentence}")
        verb.setEnabled(not frozen)
        line = row(StatusIcon(LEVELS[blocker.level], 16))
        line.addWidget(words, 1)
        line.addWidget(clause)
        line.addWidget(verb)
        column.addLayout(line)
        if key == self._open and not frozen:
            column.addWidget(self._form(blocker))
        return box

    def _toggle(self, key: str) -> None:
        self._open = "" if key == self._open else key
        self.show_state(frozen=self._desk.session.read_only)
        if self._open:
            name = self.findChild(QLineEdit, "override-name")
            if name is not None:
                name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _form(self, blocker: Blocker) -> QWidget:
        made = OverrideForm(blocker, lambda given: self._write(blocker, given))
        made.setContentsMargins(24, 0, 0, 6)
        return made

    def _write(self, blocker: Blocker, given: Given) -> None:
        def write() -> None:
            override.write(self._desk.session, blocker, *given)

        kept, self._open = self._open, ""
        if not self._desk.attempt(write):
            self._open = kept

    def _kept(self, kept: Override, *, lapsed: bool, frozen: bool) -> QWidget:
        words = _("{office} {name}: {reason}").format(
            office=OFFICE_WORD[kept.office], name=kept.person, reason=kept.reason
        )
        day = day_of(kept.at).isoformat() if kept.at else ""
        state = _("overrides nothing any more") if lapsed else _("holds")
        box = QFrame()
        line = row()
        line.addWidget(label(words, wrap=True), 1)
        line.addWidget(label(f"{day} · {state}", "small"))
        line.addWidget(self._back(kept, frozen=frozen))
        outer = QVBoxLayout(box)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(line)
        return box

    def _back(self, kept: Override, *, frozen: bool) -> QWidget:
        take: Callable[[], object] = lambda: override.take_back(  # noqa: E731
            self._desk.session, kept.row
        )
        made = button(_("Take back"), lambda: self._desk.attempt(take), kind="quiet")
        made.setObjectName(f"override-back-{kept.row}")
        made.setAccessibleName(f"{_('Take back')} {kept.person} {kept.reason}")
        made.setEnabled(not frozen)
        return made
