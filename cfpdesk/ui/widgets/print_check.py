"""What to know before printing: missing characters, holes, and how earlier papers differ."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.documents.document import fingerprint
from cfpdesk.documents.render import Printed
from cfpdesk.i18n import Language, _, current_language, msg, text_in
from cfpdesk.model.gate import Blocker, Target
from cfpdesk.model.issue import Issue
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.text import ElidedLabel, label, row

_MOST_HOLES = 4


class _Note(QFrame):
    """A tinted note: shape, a strong line, smaller lines below."""

    def __init__(self, box: str, icon: str, token: str, strong: str) -> None:
        super().__init__()
        role(self, box=box)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(10, 8, 10, 8)
        outer.setSpacing(8)
        shape = label()
        set_icon(shape, icon, token, 16, ground=token + "_t")
        side = QVBoxLayout()
        side.addWidget(shape)
        side.addStretch(1)
        outer.addLayout(side)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(3)
        self.lines.addWidget(role(label(strong, wrap=True), text=token))
        outer.addLayout(self.lines, 1)

    def add(self, text: str) -> None:
        """Add a smaller line."""
        self.lines.addWidget(label(text, "label", wrap=True))


class PrintCheck(QWidget):
    """The lower part of the options; made anew for each rendering."""

    jumped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self._inside: QWidget | None = None

    def show_state(
        self,
        printed: Printed,
        issues: Sequence[Issue],
        last: Issue | None,
        places: Sequence[str],
        holes: Sequence[Blocker],
    ) -> None:
        """Show what stands about a rendered document.

        Args:
            printed: as it would be printed now.
            issues: earlier papers, newest first.
            last: the paper today is compared with.
            places: where today differs from it.
            holes: what the steps still lack.
        """
        if self._inside is not None:
            self._layout.removeWidget(self._inside)
            self._inside.deleteLater()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if issues:
            column.addWidget(label(_("Issued"), "label"))
            for issue in issues:
                column.addWidget(_issued(issue))
        if last is not None:
            column.addWidget(_difference(last, places))
        column.addWidget(_characters(printed))
        if holes:
            column.addWidget(self._holes(holes))
        self._layout.addWidget(inside)
        self._inside = inside

    def _holes(self, holes: Sequence[Blocker]) -> QWidget:
        n = len(holes)
        words = msg("{n} {n:thing is|things are} still missing", n=n)
        note = _Note("tint-warn", "warning", "warn", str(words))
        for hole in holes[:_MOST_HOLES]:
            jump = button(str(hole.remedy), partial(self._jump, hole.target), kind="link")
            jump.setAccessibleName(f"{hole.remedy} {hole.sentence}")
            line = row(ElidedLabel(str(hole.sentence), "label"), jump)
            line.setStretch(0, 1)
            note.lines.addLayout(line)
        if n > _MOST_HOLES:
            note.add(_("and {n} more").format(n=n - _MOST_HOLES))
        return note

    def _jump(self, target: Target) -> None:
        self.jumped.emit(target)


def _issued(issue: Issue) -> QWidget:
    at = issue.issued_at.astimezone().strftime("%m-%d %H:%M") if issue.issued_at else ""
    forms = {"pdf": "PDF", "xlsx": "Excel", "json": "PACT", "zip": "openLCA"}
    form = _("printed") if issue.form == "print" else forms.get(issue.form, issue.form)
    tongue = {"zh": "中文", "en": "EN", "both": _("Both")}.get(issue.language, "")
    parts = [form, tongue, _("Draft") if issue.draft else "", fingerprint(issue.state_sha256)]
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    layout.addWidget(label(at, "small"))
    layout.addWidget(label(" · ".join(part for part in parts if part)), 1)
    return line


def _difference(last: Issue, places: Sequence[str]) -> QWidget:
    at = last.issued_at.astimezone().strftime("%m-%d %H:%M") if last.issued_at else ""
    if not places:
        return _Note("tint-ok", "conform", "ok", _("The same as the one of {at}").format(at=at))
    words = msg("Differs from the one of {at} in {n} {n:place|places}", at=at, n=len(places))
    return _Note("tint-warn", "warning", "warn", str(words))


def _characters(printed: Printed) -> QWidget:
    if not printed.missing:
        return _Note("tint-ok", "conform", "ok", _("No character is missing"))
    n = len(printed.missing)
    words = msg("{n} {n:character prints|characters print} as ▢", n=n)
    note = _Note("tint-warn", "warning", "warn", str(words))
    language: Language = current_language()
    for glyph in printed.missing[:6]:
        where = "，".join(text_in(place, language) for place in glyph.where)
        note.add(f"{glyph.char}  {glyph.code}  {where}")
    return note
