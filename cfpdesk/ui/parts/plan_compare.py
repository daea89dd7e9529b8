"""Two versions of the plan beside each other: what was added, taken out, changed (rule 9.4.3).

Any version against any other, or against the plan as it stands now. Without a choice of a person it
is what matters: the newest version against now where they differ, else the last two versions.
"""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import Message, _, current_language, msg, text_in
from cfpdesk.model.engagement import BOUNDARY_NAMES, LEVEL_NAMES
from cfpdesk.model.plan_version import NOW, PlanChange
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import time_text
from cfpdesk.model.team import ROLE_NAMES
from cfpdesk.steps import plan
from cfpdesk.steps.plan import PlanView
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import ChoiceField
from cfpdesk.ui.widgets.text import Hairline, empty, label, row

_PARTS: dict[str, Message] = {
    "boundary": msg("System boundary"),
    "client": msg("Client"),
    "criteria": msg("Criteria"),
    "declared_unit": msg("Declared unit"),
    "engagement": msg("Engagement no."),
    "items": msg("Item"),
    "level": msg("Level of assurance"),
    "members": msg("Member"),
    "product": msg("Product"),
    "schedule": msg("Schedule"),
    "sites": msg("Site"),
}
_SIDES = ("before", "after")
_SIDE_WIDTH = 150


class PlanCompare(QWidget):
    """Hidden while there is nothing to compare."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._chosen: dict[str, str] = {}
        self._now: PlanView | None = None
        self._shown: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Hairline())
        self._title = label("", "strong")
        column.addWidget(self._title)
        words = {"before": _("Compare from version"), "after": _("Compare with version")}
        self._fields = {
            side: ChoiceField(
                desk, "plan_version", f"compare-{side}", words[side], self._choose(side)
            )
            for side in _SIDES
        }
        for field in self._fields.values():
            field.combo.setFixedWidth(_SIDE_WIDTH)
        line = row(self._fields["before"].box, label("→", "muted"), self._fields["after"].box, None)
        self._line = QWidget()
        self._line.setLayout(line)
        column.addWidget(self._line)
        self._list = QVBoxLayout()
        self._list.setSpacing(3)
        column.addLayout(self._list)

    def _choose(self, side: str) -> Callable[[str], None]:
        def choose(value: str) -> None:
            self._chosen[side] = value
            if self._now is not None:
                self.show_state(self._now)

        return choose

    def show_state(self, now: PlanView) -> None:
        """Show the difference that is asked for, or the one that matters."""
        self._now = now
        numbers = sorted(version.number for version in now.plan.versions)
        there = bool(numbers) and (now.changed or len(numbers) > 1)
        self.setVisible(there)
        if not there:
            return
        before, after = self._sides(numbers, now)
        options = [(str(n), _("Version {n}").format(n=n)) for n in numbers]
        options.append((str(NOW), _("as it stands now")))
        for side, value in zip(_SIDES, (before, after), strict=True):
            self._fields[side].set_options(options)
            self._fields[side].show(str(value), "plan-compare")
        self._line.setVisible(len(options) > 2)
        since = _("Changed since version {n}").format(n=before)
        names = dict(options)
        between = _("{before} against {after}").format(
            before=names[str(before)], after=names[str(after)]
        )
        self._title.setText(since if after == NOW else between)
        self._show(plan.changes_between(self._desk.session, before, after), now)

    def _sides(self, numbers: list[int], now: PlanView) -> tuple[int, int]:
        """Return the two that are compared; what was chosen counts while it is there."""
        usual = (numbers[-1], NOW) if now.changed else (numbers[-2], numbers[-1])
        there = {NOW, *numbers}
        found = [int(self._chosen.get(side, "-1")) for side in _SIDES]
        before, after = (
            asked if asked in there else given for asked, given in zip(found, usual, strict=True)
        )
        return (before, after)

    def _show(self, changes: tuple[PlanChange, ...] | None, now: PlanView) -> None:
        shown = (changes, current_language())
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._list)
        if changes is None:
            sentence = _("The file of that version is not here; it cannot be compared.")
            self._list.addWidget(label(sentence, "label", wrap=True))
        elif not changes:
            self._list.addWidget(label(_("They are the same."), "muted"))
        for change in changes or ():
            self._list.addWidget(label(change_text(change, now), "label", wrap=True))


def change_text(change: PlanChange, now: PlanView) -> str:
    """Return one difference as a sentence."""
    part = str(_PARTS.get(change.part, change.part))
    before, after = (_value(change, value, now) for value in (change.before, change.after))
    if change.before is None:
        return _("{part}: added {after}").format(part=part, after=after)
    if change.after is None:
        return _("{part}: taken out {before}").format(part=part, before=before)
    return _("{part}: {before} → {after}").format(part=part, before=before, after=after)


_WORDS: Mapping[str, Mapping[str, Message]] = {
    "boundary": {str(key): word for key, word in BOUNDARY_NAMES.items()},
    "level": {str(key): word for key, word in LEVEL_NAMES.items()},
    "members": {str(key): word for key, word in ROLE_NAMES.items()},
}


def _value(change: PlanChange, value: object, now: PlanView) -> str:
    words = _WORDS.get(change.part, {})
    if not isinstance(value, list):
        return str(words.get(str(value), value))
    if change.part == "schedule" and len(value) == 7:
        day, start, end, _kind, title, site, people = value
        when = f"{day} {time_text(int(start))}–{time_text(int(end))}"
        return " ".join(part for part in (when, str(title), str(site), "、".join(people)) if part)
    if change.part == "items":
        code, _dot, item = change.key.partition(".")
        title = text_in(now.rules.rule_list(ListCode(code)).item(item).text, current_language())
        return _("{topic}: {state}").format(topic=title, state=value[0])
    return " ".join(str(words.get(str(part), part)) for part in value if part)
