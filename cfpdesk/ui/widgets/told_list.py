"""Findings told one by one, each with agreed or disputed; keys 1 and 2 answer, ↓ goes on.

Usable alone: `show_findings` puts the state in; `answered` and `opened` tell what a person did.
What a dispute opens (the client's words) is a widget the page makes, once a finding.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QIcon, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _
from cfpdesk.model.finding import KIND_WORD, POSITION_WORD, Finding, Position
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import font
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.status_icon import FINDINGS, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, label

AT_ONCE, A_TURN = 8, 4
_KEYS = {Qt.Key.Key_1: Position.AGREED, Qt.Key.Key_2: Position.DISPUTED}


class ToldRow(QFrame):
    """One finding: shape, number, title, the two answers."""

    answered = Signal(object)
    opened = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(8)
        self._shape = StatusIcon()
        self._number = label("", "strong")
        self._number.setMinimumWidth(62)
        self._title = label("", wrap=True)  # read aloud, so never cut
        self.choice = Choice(_("Agreed or disputed"))
        self.choice.set_options(
            [(Position.AGREED, _("Agreed")), (Position.DISPUTED, _("Disputed"))]
        )
        bold = QFontMetrics(font(13, 600))
        words = (_("Agreed"), _("Disputed"))
        widest = max(bold.horizontalAdvance(word) for word in words)
        self.choice.setFixedWidth(2 * (widest + 48))  # room for the shape and the padding
        for key in (Position.AGREED, Position.DISPUTED):
            self.choice.option(key).setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choice.chosen.connect(self._chosen)
        layout.addWidget(self._shape)
        layout.addWidget(self._number)
        layout.addWidget(self._title, 1)
        layout.addWidget(self.choice)
        self._position = Position.NONE
        self._shown: Finding | None = None

    def show_finding(self, finding: Finding) -> None:
        """Show a finding as it stands."""
        if finding is self._shown:
            return
        self._shown = finding
        self.setObjectName(f"told-{finding.row}")
        self._shape.show_shape(FINDINGS[finding.kind])
        self._number.setText(finding.number)
        self._title.setText(finding.title)
        self._position = finding.position
        self.choice.choose(finding.position)
        for key, icon, token in (
            (Position.AGREED, "conform", "ok"),
            (Position.DISPUTED, "disputed", "conf"),
        ):
            option = self.choice.option(key)
            role(option, answer=str(key) if key is finding.position else "")
            if key is finding.position:
                set_icon(option, icon, token, 16)
            else:
                option.setProperty("iconSpec", None)
                option.setIcon(QIcon())
        words = [finding.number, finding.title, KIND_WORD[finding.kind]]
        self.setAccessibleName(
            "，".join(str(word) for word in (*words, POSITION_WORD[finding.position]))
        )

    def _chosen(self, key: str) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._answer(Position(key))

    def _answer(self, position: Position) -> None:
        self.choice.choose(self._position)
        self.answered.emit(Position.NONE if position is self._position else position)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """1 agreed, 2 disputed, 0 takes it back, arrows move, Enter opens the finding."""
        key = Qt.Key(event.key())
        if key in _KEYS:
            if _KEYS[key] is not self._position:
                self.answered.emit(_KEYS[key])
        elif key == Qt.Key.Key_0:
            self.answered.emit(Position.NONE)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click takes the row."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A double click opens the finding."""
        self.opened.emit()
        super().mouseDoubleClickEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tint the row in focus."""
        role(self, box="focus-row")
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the tint away."""
        role(self, box="")
        super().focusOutEvent(event)


class ToldList(QWidget):
    """All findings in order; rows of the same finding stay, so that focus stays.

    The first rows are made at once, the others in the turns after, some at a time: sixty together
    would hold the window up for as long as a page may take altogether.
    """

    answered = Signal(str, object)
    opened = Signal(str)

    def __init__(self, words_of: Callable[[str], QWidget]) -> None:
        """Make an empty list.

        Args:
            words_of: makes the field of the client's words for a finding's row, and fills it.
        """
        super().__init__()
        self._words_of = words_of
        self._findings: dict[str, Finding] = {}
        self._rows: dict[str, ToldRow] = {}
        self._words: dict[str, QWidget] = {}
        self._boxes: dict[str, QWidget] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._make_some)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings in this order."""
        before, self._findings = self._findings, {finding.row: finding for finding in findings}
        for row in [row for row in self._boxes if row not in self._findings]:
            self._layout.removeWidget(self._boxes[row])
            self._boxes.pop(row).deleteLater()
            del self._rows[row], self._words[row]
        if list(before) != list(self._findings):
            self._arrange(AT_ONCE)
        for row in self._rows:
            self._show(row)

    def _show(self, row: str) -> None:
        finding = self._findings[row]
        self._rows[row].show_finding(finding)
        self._words[row].setVisible(finding.position is Position.DISPUTED)

    def focus_row(self, row: str) -> None:
        """Go to a finding; the first one that waits for an answer where the row is unknown."""
        self._arrange()
        found = self._rows.get(row)
        if found is not None:
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def words_box(self, row: str) -> QWidget | None:
        """Return the widget of the client's words of a finding."""
        self._arrange()
        return self._words.get(row)

    def rows(self) -> list[ToldRow]:
        """Return the rows in order."""
        self._arrange()
        return [self._rows[row] for row in self._findings]

    def _make_some(self) -> None:
        self._arrange(A_TURN)

    def _arrange(self, most: int | None = None) -> None:
        """Put the rows in their order, those made that lack: so many, the rest in the next turn."""
        self._next.stop()
        missing = [row for row in self._findings if row not in self._boxes]
        for row in missing[:most]:
            self._boxes[row] = self._make(row)
        if most is not None and len(missing) > most:
            self._next.start()
        for place, row in enumerate(row for row in self._findings if row in self._boxes):
            if self._layout.indexOf(self._boxes[row]) != place:
                self._layout.removeWidget(self._boxes[row])
                self._layout.insertWidget(place, self._boxes[row])
        for row in missing[:most]:
            self._show(row)

    def _make(self, row: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        made = ToldRow()
        made.answered.connect(lambda position: self.answered.emit(row, position))
        made.opened.connect(lambda: self.opened.emit(row))
        made.moved.connect(lambda step: self._move(row, step))
        words = self._words_of(row)
        words.setContentsMargins(34, 0, 6, 0)
        column.addWidget(Hairline())
        column.addWidget(made)
        column.addWidget(words)
        self._rows[row], self._words[row] = made, words
        return box

    def _move(self, row: str, step: int) -> None:
        self._arrange()
        order = list(self._findings)
        at = order.index(row) + step
        if 0 <= at < len(order):
            self._rows[order[at]].setFocus(
                Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
            )
