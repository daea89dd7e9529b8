"""Doubts about a line as tinted boxes: what is odd, what to do, the clause; and what was accepted.

Usable alone:

    boxes = FlagList()
    boxes.show_flags(standing=…, accepted=…, reason=…)
    boxes.accept_wanted.connect(ask)        # code of a flag
    boxes.stand_again.connect(take_back)    # code of an accepted flag
"""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import Message, _, current_language, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.factor_check import WORD as FACTOR_WORD
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Level
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.status_icon import DOUBTS, StatusIcon
from cfpdesk.ui.widgets.text import empty, label, row

_WORD: tuple[tuple[str, Message], ...] = (
    ("cell", msg("Cell")),
    ("activity.unit", msg("Unit")),
    ("activity", msg("Activity data")),
    ("gwp", msg("GWP")),
    ("line", msg("Not computed")),
    ("sign", msg("Sign")),
    ("trace", msg("Trace")),
    ("verified", msg("Source")),
)
_OTHER = msg("Doubt")
_TINT = {"bad": "tint-bad", "warn": "tint-warn", "info": "tint-info"}


class FlagList(QWidget):
    """See the module text."""

    accept_wanted = Signal(str)
    stand_again = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: object = None

    def show_flags(
        self,
        standing: Sequence[Flag],
        accepted: Sequence[Flag] = (),
        reason: str = "",
        *,
        answered: Collection[str] = (),
        may_accept: bool = True,
    ) -> None:
        """Show flags that stand, the hardest first, and those accepted for a reason.

        Args:
            standing: what is odd.
            accepted: what was accepted, for `reason`.
            answered: codes of those that a verified value or a finding answers.
            may_accept: offer to accept, and to take that back.
        """
        done = frozenset(answered)
        wanted = (tuple(standing), tuple(accepted), reason, done, may_accept, current_language())
        if wanted == self._shown:
            return
        self._shown = wanted
        empty(self._column)
        for flag in standing:
            if flag.level is not Level.INFO:
                accept = self._accepting(flag) if may_accept and flag.code not in done else None
                self._column.addWidget(_FlagBox(flag, accept, answered=flag.code in done))
        if accepted:
            backs = [self._taking_back(flag) if may_accept else None for flag in accepted]
            self._column.addWidget(_Accepted(accepted, backs, reason))
        hints = [flag for flag in standing if flag.level is Level.INFO]
        if hints:
            self._column.addWidget(_Hints(hints))
        self.setVisible(bool(standing or accepted))

    def _accepting(self, flag: Flag) -> Callable[[], None]:
        return lambda: self.accept_wanted.emit(flag.code)

    def _taking_back(self, flag: Flag) -> Callable[[], None]:
        return lambda: self.stand_again.emit(flag.code)


class _FlagBox(QFrame):
    """One doubt with its remedy, and the way to accept it."""

    def __init__(self, flag: Flag, accept: Callable[[], None] | None, *, answered: bool) -> None:
        super().__init__()
        shape = DOUBTS[flag.level]
        role(self, box=_TINT[shape.token])
        self.setObjectName(f"flag-{flag.code}")
        self.setAccessibleName(f"{shape.word}：{flag.sentence}")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(10, 8, 8, 6)
        outer.setSpacing(9)
        outer.addWidget(StatusIcon(shape, 18), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        word = label(str(flag_word(flag)), f"{shape.token}-strong")
        column.addLayout(row(word, None, _clause(flag)))
        column.addWidget(label(str(flag.sentence), wrap=True))
        remedy = label(str(flag.remedy), "label", wrap=True)
        foot = row(spacing=6)
        foot.addWidget(remedy, 1)
        if answered:
            foot.addWidget(label(_("answered"), "small"))
        if accept is not None:
            made = button(_("Accept …"), accept, kind="link", name=f"accept-{flag.code}")
            made.setAccessibleName(f"{_('Accept')}：{flag.sentence}")
            foot.addWidget(made)
        column.addLayout(foot)
        outer.addLayout(column, 1)


class _Accepted(QFrame):
    """Doubts that were accepted: still to be seen, with the reason."""

    def __init__(
        self, flags: Sequence[Flag], backs: Sequence[Callable[[], None] | None], reason: str
    ) -> None:
        super().__init__()
        role(self, box="raised")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 8, 6)
        column.setSpacing(2)
        for flag, back in zip(flags, backs, strict=True):
            words = _("Accepted: {what}").format(what=flag.sentence)
            column.addWidget(label(words, "label", wrap=True))
            foot = row(_clause(flag), None, spacing=4)
            if back is not None:
                made = button(_("Take back"), back, kind="link", name=f"stand-{flag.code}")
                made.setAccessibleName(f"{_('Take back')}：{flag.sentence}")
                foot.addWidget(made)
            column.addLayout(foot)
        if reason:
            column.addWidget(label(_("Reason: {reason}").format(reason=reason), wrap=True))


class _Hints(QWidget):
    """What is only worth knowing, a line each."""

    def __init__(self, flags: Sequence[Flag]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 8, 0)
        column.setSpacing(3)
        for flag in flags:
            words = label(_joined(flag.sentence, flag.remedy), "label", wrap=True)
            words.setToolTip(clause_text(flag.clause).text(current_language()))
            line = row(StatusIcon(DOUBTS[flag.level], 14), words, spacing=8)
            line.setAlignment(words, Qt.AlignmentFlag.AlignTop)
            line.setStretch(1, 1)
            column.addLayout(line)


def flag_word(flag: Flag) -> Message:
    """Return in a word what a doubt is about: scope, unit, year, rank, GWP, cell."""
    known = FACTOR_WORD.get(flag.code)
    if known is not None:
        return known
    return next((word for start, word in _WORD if flag.code.startswith(start)), _OTHER)


def _joined(sentence: Message, remedy: Message) -> str:
    """Return both as one text, the remedy as a sentence of its own."""
    first = str(sentence)
    if first.endswith((".", "。", "；", ";")):
        return f"{first} {remedy}".strip()
    stop = "。" if current_language() == "zh" else ". "
    return f"{first}{stop}{remedy}".strip()


def _clause(flag: Flag) -> QWidget:
    text = clause_text(flag.clause).text(current_language()) if flag.clause else ""
    return label(text, "small")
