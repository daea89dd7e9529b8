"""The rail: eleven steps, always visible; backup and identity at its foot."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.gate import Level, Mark, StepStatus
from cfpdesk.ui.icons import pixmap, set_icon
from cfpdesk.ui.page_registry import PAGES, PARTS, PageEntry
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color, density, font, theme
from cfpdesk.ui.widgets.button import tool
from cfpdesk.ui.widgets.status_icon import paint_ring
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label

if TYPE_CHECKING:
    from cfpdesk.ui.overview import Overview

WIDE, NARROW = 192, 52


class RailRow(QAbstractButton):
    """One step: ring, word, figure."""

    def __init__(self, entry: PageEntry) -> None:
        super().__init__()
        self.entry = entry
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setObjectName(f"rail-{entry.noun}")
        self._status = StepStatus(Mark.NOT_STARTED)
        self._blocked = 0
        self._figure = ""
        self.narrow = False
        self.speak()

    def speak(self) -> None:
        """Say the word and the status in the language of the window."""
        word = str(self.entry.label)
        marks = {
            Mark.NOT_STARTED: _("not started"),
            Mark.IN_PROGRESS: _("in progress"),
            Mark.DONE: _("done"),
            Mark.SEALED: _("sealed"),
        }
        self.setText(word)
        said = marks[self._status.mark] if self.entry.number else ""
        self.setAccessibleName(word)
        self.setAccessibleDescription("，".join(p for p in (said, self._figure) if p))
        key = self.entry.shortcut.replace("+", " ")
        self.setToolTip("  ".join(p for p in (word, self._figure, key) if p))

    def show_status(self, status: StepStatus, blocked: int) -> None:
        """Show the status; hard blockers of a step under way show in red."""
        self._status = status
        self._blocked = blocked if status.mark is Mark.IN_PROGRESS else 0
        figure = text_in(status.figure, current_language())
        if self._blocked and self.entry.noun in ("closing", "package"):
            figure = str(msg("{n} {n:block|blocks}", n=self._blocked))
        else:
            self._blocked = 0
        self._figure = figure
        self.speak()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height by density."""
        return QSize(NARROW - 16, density().rail_row)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(color("line"), 1))
            painter.setBrush(color("base"))
            painter.drawRoundedRect(box, 6, 6)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("hover"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        size = 20
        left = (self.width() - size) / 2 if self.narrow else 8
        mark = QRectF(left, (self.height() - size) / 2, size, size)
        if self.entry.number:
            status = self._status
            share = status.done / status.total if status.total else 0.25
            paint_ring(painter, mark, self.entry.number, status.mark, share)
        else:
            painter.drawPixmap(
                mark.topLeft(), pixmap("sun-rise", "accent" if self.isChecked() else "text2", size)
            )
        if not self.narrow:
            self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        strong = self.isChecked() or self._status.mark is not Mark.NOT_STARTED
        painter.setFont(font(13, 600 if self.isChecked() else 400))
        painter.setPen(color("text" if strong or not self.entry.number else "text2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        words = QRect(36, 0, self.width() - 44, self.height())
        painter.drawText(words, middle, self.text())
        used = painter.fontMetrics().horizontalAdvance(self.text()) + 8
        painter.setFont(font(11, 600 if self._blocked else 400))
        painter.setPen(color("bad" if self._blocked else "muted"))
        room = words.adjusted(used, 0, -2, 0)
        text = painter.fontMetrics().elidedText(
            self._figure, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, text)


class _Foot(QWidget):
    """A click on its words opens what the button beside them opens."""

    def __init__(self) -> None:
        super().__init__()
        self.opens: list[tuple[QWidget, Callable[[], object]]] = []

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self.childAt(event.position().toPoint())
        for word, verb in self.opens:
            if word is at:
                verb()


class Rail(QFrame):
    """Emits `chosen` with a noun."""

    chosen = Signal(str)

    def __init__(self, settings: Callable[[], object], backup: Callable[[], object]) -> None:
        super().__init__()
        role(self, box="rail")
        self.setObjectName("rail")
        self._open_settings, self._open_backup = settings, backup
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._narrow = False
        self._rows: dict[str, RailRow] = {}
        self._current = ""
        self.build()
        theme().changed.connect(self._measure)

    def build(self) -> None:
        """Make all texts, anew on a language switch."""
        old = self.findChild(QWidget, "rail-inside")
        if old is not None:
            self._layout.removeWidget(old)
            old.setObjectName("")
            old.hide()
            old.deleteLater()  # later: a button in it may be the one that was pressed
        inside = QWidget()
        inside.setObjectName("rail-inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(0)
        column.addWidget(self._brand())
        column.addWidget(self._steps(), 1)
        column.addWidget(self._foot())
        self._layout.addWidget(inside)
        self.set_narrow(self._narrow)
        self.show_current(self._current)

    def _brand(self) -> QWidget:
        brand = QWidget()
        brand.setFixedHeight(46)
        layout = QHBoxLayout(brand)
        layout.setContentsMargins(6, 0, 0, 0)
        mark = label()
        set_icon(mark, "logo", "text", 20)
        mark.setAccessibleName("cfpdesk")
        layout.addWidget(mark)
        self._name = label("cfpdesk", "card")
        layout.addWidget(self._name)
        layout.addStretch(1)
        return brand

    def _steps(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        role(inside, box="scrolled")
        area.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        self._rows.clear()
        self._heads = []
        part = ""
        for entry in PAGES:
            if entry.part != part:
                part = entry.part
                head = label(str(PARTS[part]), "small")
                head.setContentsMargins(10, 6, 0, 2)
                head.setMinimumHeight(24)
                self._heads.append(head)
                column.addWidget(head)
            made = RailRow(entry)
            made.clicked.connect(self._teller(entry.noun))
            self._rows[entry.noun] = made
            column.addWidget(made)
        column.addStretch(1)
        return area

    def _teller(self, noun: str) -> Callable[[], None]:
        def tell() -> None:
            self.show_current(self._current)
            self.chosen.emit(noun)

        return tell

    def _foot(self) -> QWidget:
        foot = _Foot()
        column = QVBoxLayout(foot)
        column.setContentsMargins(4, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Hairline())
        backup = QHBoxLayout()
        backup.setContentsMargins(0, 4, 6, 0)
        backup.setSpacing(4)
        self._backup_icon = tool("usb", _("Backup"), self._open_backup, token="ok", size=16)
        self._backup_icon.setObjectName("rail-backup")
        self._backup_word = ElidedLabel("", "label")
        self._backup_time = label("", "small")
        backup.addWidget(self._backup_icon)
        backup.addWidget(self._backup_word, 1)
        backup.addWidget(self._backup_time)
        column.addLayout(backup)
        person = QHBoxLayout()
        person.setContentsMargins(0, 0, 0, 4)
        person.setSpacing(3)
        self._avatar = label("", chip="avatar")
        self._avatar.setAlignment(Qt.AlignmentFlag.AlignCenter)
        names = QVBoxLayout()
        names.setSpacing(0)
        self._person = ElidedLabel("", "strong")
        self._key = ElidedLabel("", "small")
        names.addWidget(self._person)
        names.addWidget(self._key)
        self._gear = tool(
            "settings", _("Identity and settings"), self._open_settings, token="text2"
        )
        self._gear.setObjectName("rail-settings")
        person.addWidget(self._avatar)
        person.addSpacing(4)
        person.addLayout(names, 1)
        person.addWidget(self._gear)
        column.addLayout(person)
        self._foot_words = [
            self._backup_word,
            self._backup_time,
            self._avatar,
            self._person,
            self._key,
        ]
        beside = [self._open_backup] * 2 + [self._open_settings] * 3
        foot.opens = [*zip(self._foot_words, beside, strict=True)]
        for word in self._foot_words:
            word.setCursor(Qt.CursorShape.PointingHandCursor)
        return foot

    # Showing ----------------------------------------------------------------------------------

    def show_current(self, noun: str) -> None:
        """Mark the page that is shown."""
        self._current = noun
        for name, made in self._rows.items():
            made.setChecked(name == noun)
            made.update()

    def show_overview(self, overview: "Overview") -> None:
        """Show the status of all steps."""
        for noun, made in self._rows.items():
            hard = (Level.HARD, Level.OVERRIDABLE)
            blocked = sum(b.level in hard for b in overview.blockers(noun))
            status = overview.status(noun)
            if noun == "merge" and not overview.leads and status.mark is Mark.NOT_STARTED:
                status = StepStatus(status.mark, figure=PARTS["lead"])  # whose page it is
            made.show_status(status, blocked if made.entry.number else 0)

    def show_person(self, name: str, role_word: str, key: str) -> None:
        """Show whose computer this is; the first eight hex digits of the key."""
        self._avatar.setText(name[:1].upper())
        self._avatar.setVisible(bool(name) and not self._narrow)
        self._person.setText(name)
        shown = f"{key[:4]} {key[4:8]}".upper() if key else ""
        self._key.setText("  ".join(part for part in (role_word, shown) if part))

    def show_backup(self, word: str, time: str, token: str) -> None:
        """Show backup target and last time: ok, warn or bad."""
        set_icon(self._backup_icon, "usb", token, 16)
        self._backup_word.setText(word)
        role(self._backup_word, text="label" if token == "ok" else token)
        self._backup_time.setText(time)

    @property
    def backup_text(self) -> str:
        """What stands there of the backup, with its time."""
        return f"{self._backup_word.full_text()} {self._backup_time.text()}".strip()

    def set_narrow(self, narrow: bool) -> None:
        """Collapse to rings with tooltips, or open (F8)."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        for made in self._rows.values():
            made.narrow = narrow
        for widget in (*self._heads, self._name, *self._foot_words):
            widget.setVisible(not narrow)
        self._measure()

    @property
    def narrow(self) -> bool:
        """Whether only the rings show."""
        return self._narrow

    def _measure(self) -> None:
        for made in self._rows.values():
            made.setFixedHeight(density().rail_row)
            made.update()
