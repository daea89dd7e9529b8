"""One record with fields that differ: what was, mine beside theirs, and what is chosen.

Usable alone: `show_record` puts a record and the choices in; `chosen` tells what a person chose.
Keys in a field: 1, 2, … take a version, the number after them keeps both, Tab goes on.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, text_in
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.choice import (
    Choice,
    FieldConflict,
    Side,
    Version,
    side_of,
)
from cfpdesk.model.field_word import field_word
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color, density
from cfpdesk.ui.widgets.chips import Choice as Segments
from cfpdesk.ui.widgets.status_icon import VERDICTS, Shape, StatusIcon
from cfpdesk.ui.widgets.text import ElidedLabel, label

_LABEL_WIDTH = 72


def shape_of(conflict: FieldConflict, value: object) -> Shape | None:
    """Return the status shape of a value that has one."""
    if (conflict.table, conflict.field) == ("answer", "verdict"):
        return VERDICTS.get(Verdict(str(value or "")))
    return None


class VersionCard(QFrame):
    """One value; a click takes it. The frame is accent when it is taken."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 10, 8)
        layout.setSpacing(8)
        self._shape = StatusIcon()
        self._text = label("", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._mark = label()
        layout.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._on = False

    def show_version(self, conflict: FieldConflict, version: Version, *, on: bool) -> None:
        """Show a value, taken or not."""
        words = text_in(conflict.text(version.value), current_language())
        self._text.setText(words)
        shape = shape_of(conflict, version.value)
        self._shape.setVisible(shape is not None)
        role(self._text, text="strong" if shape is not None else "")
        if shape is not None:
            self._shape.show_shape(shape)
        self._on = on
        set_icon(self._mark, "conform" if on else "ring", "accent" if on else "control", 18)
        self.setAccessibleName(f"{version.person}：{words}")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take this value."""
        self.pressed.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("accent" if self._on else "line"), 2.0 if self._on else 1.0))
        painter.setBrush(color("select2" if self._on else "base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class FieldRow(QFrame):
    """One field: its name and what was, the versions, and the choice in words."""

    chosen = Signal(object)

    def __init__(self, conflict: FieldConflict) -> None:
        super().__init__()
        self.conflict = conflict
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName(f"field-{conflict.field}")
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 6, 0, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        language = current_language()
        word = text_in(field_word(conflict.table, conflict.field), language)
        was = text_in(conflict.text(conflict.was), language)
        names = QVBoxLayout()
        names.setSpacing(2)
        for text, kind in ((word, "strong"), (_("was: {value}").format(value=was[:24]), "small")):
            if kind == "strong" or not conflict.deletes:
                name = label(text, kind, wrap=True)
                name.setFixedWidth(_LABEL_WIDTH + 8 * density().type_step)
                names.addWidget(name)
        names.addStretch(1)
        grid.addLayout(names, 0, 0)
        self._cards: list[VersionCard] = []
        for place, _version in enumerate(conflict.versions):
            card = VersionCard()
            card.pressed.connect(lambda p=place: self._press(p))
            grid.addWidget(card, 0, place + 1)
            grid.setColumnStretch(place + 1, 1)
            self._cards.append(card)
        self._segments = Segments(word)
        self._segments.set_options(self._options())
        for key, _words in self._options():
            self._segments.option(key).setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._segments.chosen.connect(self._segment)
        grid.addWidget(self._segments, 1, 1, 1, 1, Qt.AlignmentFlag.AlignLeft)
        self._note = ElidedLabel("", "small")
        grid.addWidget(self._note, 1, 2)
        self._word = word

    def _options(self) -> list[tuple[str, str]]:
        found = []
        for place, version in enumerate(self.conflict.versions):
            found.append((str(place), f"{_side_word(self.conflict, version)}  {place + 1}"))
        if self.conflict.joinable:
            both = _("Keep both")
            found.append(("both", f"{both}  {len(self.conflict.versions) + 1}"))
        return found

    def show_choice(self, choice: Choice | None, *, suggested: bool) -> None:
        """Show what is chosen; a suggestion says so."""
        both = choice is not None and choice.side is Side.BOTH
        for place, card in enumerate(self._cards):
            on = choice is not None and (both or choice.version == place)
            card.show_version(self.conflict, self.conflict.versions[place], on=on)
        key = "" if choice is None else "both" if both else str(choice.version)
        self._segments.choose(key)
        if choice is None:
            self._note.setText(_("not decided"))
        elif suggested:
            self._note.setText(_("suggested: the owner of this section"))
        else:
            self._note.setText(_("in order of time, each with its name") if both else "")
        stands = _("not decided") if choice is None else self._segments.option(key).text()
        self.setAccessibleName(f"{self._word}，{stands}")

    def _segment(self, key: str) -> None:
        if key == "both":
            self.chosen.emit(Choice(Side.BOTH))
        else:
            self._press(int(key))

    def _press(self, place: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit(Choice(side_of(self.conflict, place), place))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits choose."""
        number = event.key() - int(Qt.Key.Key_0)
        if 1 <= number <= len(self._cards):
            self.chosen.emit(Choice(side_of(self.conflict, number - 1), number - 1))
        elif number == len(self._cards) + 1 and self.conflict.joinable:
            self.chosen.emit(Choice(Side.BOTH))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tint the field in focus."""
        role(self, box="focus-row")
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the tint away."""
        role(self, box="")
        super().focusOutEvent(event)


class ConflictFields(QWidget):
    """All fields of a record; emits `chosen` with the field's name and the choice."""

    chosen = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._heads = QWidget()
        self._head_grid = QGridLayout(self._heads)
        self._head_grid.setContentsMargins(6, 0, 0, 0)
        self._head_grid.setHorizontalSpacing(10)
        self._column.addWidget(self._heads)
        self._rows: dict[str, FieldRow] = {}
        self._shown: tuple[FieldConflict, ...] = ()

    def show_record(
        self,
        fields: Sequence[FieldConflict],
        choices: Mapping[str, Choice],
        suggested: frozenset[str],
    ) -> None:
        """Show a record's fields with what is chosen for them."""
        if tuple(fields) != self._shown:
            self._shown = tuple(fields)
            self._make()
        for field, made in self._rows.items():
            made.show_choice(choices.get(field), suggested=field in suggested)

    def _make(self) -> None:
        for made in self._rows.values():
            self._column.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._rows.clear()
        self._head()
        for conflict in self._shown:
            made = FieldRow(conflict)
            made.chosen.connect(lambda choice, f=conflict.field: self.chosen.emit(f, choice))
            self._column.addWidget(made)
            self._rows[conflict.field] = made

    def _head(self) -> None:
        while (item := self._head_grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._head_grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        versions = self._shown[0].versions if self._shown else ()
        for place, version in enumerate(versions):
            who = _side_word(self._shown[0], version)
            at = version.at.astimezone().strftime("%m-%d %H:%M")
            line = QHBoxLayout()
            line.addWidget(label(who, "strong"))
            line.addStretch(1)
            line.addWidget(
                label(at if who == version.person else f"{version.person} {at}", "small")
            )
            box = QWidget()
            box.setLayout(line)
            line.setContentsMargins(2, 0, 2, 0)
            self._head_grid.addWidget(box, 0, place + 1)
            self._head_grid.setColumnStretch(place + 1, 1)

    def rows(self) -> list[FieldRow]:
        """Return the fields in order."""
        return list(self._rows.values())


def _side_word(conflict: FieldConflict, version: Version) -> str:
    """Return mine or theirs; the person's name where that does not tell the versions apart."""
    if version.mine:
        return _("My value")
    told_apart = len(conflict.versions) == 2 and any(v.mine for v in conflict.versions)
    return _("Their value") if told_apart else version.person
