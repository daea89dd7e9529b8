"""Ctrl+K: one box for everything; ↑↓ chooses, Enter goes, Ctrl+Enter opens beside, Esc returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.i18n import _, current_language
from cfpdesk.model.gate import Target
from cfpdesk.ui.icons import pixmap, set_icon
from cfpdesk.ui.page import Guidance, key_text
from cfpdesk.ui.search_index import (
    GROUP_WORDS,
    PREFIXES,
    Group,
    Hit,
    SearchIndex,
    session_hits,
)
from cfpdesk.ui.style import role
from cfpdesk.ui.theme import color, density, font
from cfpdesk.ui.widgets.text import Hairline, label
from cfpdesk.ui.window_guidance import show_beside

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

WIDTH = 640
AnyIndex = QModelIndex | QPersistentModelIndex
_ROW = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class _Head:
    words: str


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Hit | _Head] = []

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, _Head):
                return row.words
            return "，".join(part for part in (row.name, row.note, row.text) if part)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        enabled = Qt.ItemFlag.ItemIsEnabled
        if isinstance(self.rows[index.row()], _Head):
            return enabled
        return enabled | Qt.ItemFlag.ItemIsSelectable

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.rows = []
        group: Group | None = None
        for hit in hits:
            if hit.group is not group:
                group = hit.group
                self.rows.append(_Head(str(GROUP_WORDS[group])))
            self.rows.append(hit)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        head = isinstance(index.data(_ROW), _Head)
        return QSize(100, 27 if head else max(34, density().target))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(_ROW)
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignVCenter
        if isinstance(row, _Head):
            painter.setFont(font(12))
            painter.setPen(color("muted"))
            painter.drawText(box.adjusted(20, 0, 0, 0), middle, row.words)
        elif isinstance(row, Hit):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            _paint_hit(painter, box, row, chosen=chosen)
        painter.restore()


def _paint_hit(painter: QPainter, box: QRect, hit: Hit, *, chosen: bool) -> None:
    middle = Qt.AlignmentFlag.AlignVCenter
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("select"))
        painter.drawRoundedRect(box.adjusted(8, 0, -8, 0), 6, 6)
    picture = pixmap(hit.icon, hit.token, 16, ground="select" if chosen else "base")
    painter.drawPixmap(box.x() + 22, box.y() + (box.height() - 16) // 2, picture)
    painter.setFont(font(13, 600))
    painter.setPen(color("text"))
    left = box.x() + 48
    painter.drawText(QRect(left, box.y(), box.width(), box.height()), middle, hit.name)
    left += painter.fontMetrics().horizontalAdvance(hit.name) + 10
    painter.setFont(font(12))
    painter.setPen(color("muted"))
    right = box.right() - 20
    if chosen:
        painter.drawText(QRect(right - 16, box.y(), 20, box.height()), middle, "↵")
        right -= 26
    wide = painter.fontMetrics().horizontalAdvance(hit.note)
    painter.drawText(QRect(right - wide, box.y(), wide + 2, box.height()), middle, hit.note)
    painter.setFont(font(13))
    painter.setPen(color("text" if chosen else "text2"))
    room = right - wide - 12 - left
    text = painter.fontMetrics().elidedText(hit.text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(left, box.y(), room, box.height()), middle, text)


class Palette(QWidget):
    """Lies over the window, dimmed; goes away with Esc or a click beside it."""

    def __init__(
        self,
        window: "MainWindow",
        index: SearchIndex,
        groups: Sequence[Group],
        then: Callable[[Target], object] | None,
    ) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._window, self._index, self._groups, self._then = window, index, groups, then
        self._before = QApplication.focusWidget()
        self.setGeometry(window.rect())
        self._card = QFrame(self)
        role(self._card, box="popover")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(Hairline())
        self._list = QListView()
        self._list.setObjectName("palette-list")
        self._list.setAccessibleName(_("Found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = _Rows()
        self._delegate = _Delegate()
        self._list.setModel(self._rows)
        self._list.setItemDelegate(self._delegate)
        self._list.clicked.connect(lambda _index: self._go(beside=False))
        column.addSpacing(4)
        column.addWidget(self._list, 1)
        self._nothing = label("", "label", wrap=True)
        self._nothing.setObjectName("palette-nothing")
        self._nothing.setContentsMargins(20, 16, 20, 16)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._nothing, 1)
        column.addWidget(Hairline())
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 9, 20, 10)
        keys = (
            _("↑↓ choose · Enter go · Ctrl Enter open beside · Esc back to the field")
            if then is None
            else _("↑↓ choose · Enter link · Ctrl Enter look beside · Esc do not link")
        )
        foot.addWidget(label(keys, "muted"))
        foot.addStretch(1)
        self._count = label("", "muted")
        foot.addWidget(self._count)
        column.addLayout(foot)
        self.field.textChanged.connect(self._search)
        self._search("")

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(18, 10, 18, 10)
        head.setSpacing(12)
        mark = label()
        set_icon(mark, "search", "text2", 18)
        head.addWidget(mark)
        self.field = QLineEdit()
        self.field.setProperty("bare", True)  # noqa: FBT003 - a style sheet role
        self.field.setObjectName("palette-field")
        linking = self._then is not None
        words = _("What to link: number or words") if linking else _("Search, go to, run")
        self.field.setAccessibleName(words)
        self.field.setPlaceholderText(words)
        self.field.installEventFilter(self)
        head.addWidget(self.field, 1)
        if self._then is None:
            for words in (_("> command"), _("# clause"), _("@ person"), _("? keys")):
                head.addWidget(label(words, "muted"))
        return head

    def _place(self) -> QRect:
        width = min(WIDTH, self.width() - 40)
        listed = sum(self._list.sizeHintForRow(n) for n in range(len(self._rows.rows)))
        height = min(max(listed + 118, 240), 560, self.height() - 120)
        return QRect((self.width() - width) // 2, min(84, self.height() // 8), width, height)

    # Searching --------------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        if text.strip() in ("?", "？"):
            hits = [hit for hit in self._commands() if hit.note]
        else:
            hits = self._index.find(text.replace("＞", ">").replace("＃", "#"), self._groups)
        self._rows.show(hits)
        self._count.setText(_("{n} found").format(n=len(hits)))
        self._nothing.setText("" if hits else self._no_hit(text.strip()))
        self._nothing.setVisible(not hits)
        self._list.setVisible(bool(hits))
        self.field.setAccessibleDescription(self._nothing.text() or self._count.text())
        self._card.setGeometry(self._place())
        first = next((n for n, row in enumerate(self._rows.rows) if isinstance(row, Hit)), -1)
        if first >= 0:
            self._list.setCurrentIndex(self._rows.index(first))

    def _no_hit(self, text: str) -> str:
        """Return why nothing is listed, and what to do."""
        if not text or text in PREFIXES:
            return _("There is nothing here to choose from yet.")
        if self._then is not None:
            return _("Nothing to link matches “{text}”. Try a number, or fewer words.").format(
                text=text
            )
        return _(
            "Nothing matches “{text}”. Try fewer words or pinyin initials; > finds commands, "
            "# clauses, @ people."
        ).format(text=text)

    def shown(self) -> list[Hit]:
        """Return what is listed, in order."""
        return [row for row in self._rows.rows if isinstance(row, Hit)]

    def _commands(self) -> list[Hit]:
        return [e.hit for e in self._index.entries if e.hit.group is Group.COMMAND]

    def _step(self, by: int) -> None:
        rows = self._rows.rows
        at = self._list.currentIndex().row() + by
        while 0 <= at < len(rows):
            if isinstance(rows[at], Hit):
                self._list.setCurrentIndex(self._rows.index(at))
                return
            at += by

    def _go(self, *, beside: bool) -> None:
        row = self._list.currentIndex().data(_ROW)
        if not isinstance(row, Hit):
            return
        if beside:
            text = "\n".join(part for part in (row.text, row.more, row.note) if part)
            self.leave()
            show_beside(self._window, Guidance(row.name, text))
            return
        self.leave()
        if self._then is not None and row.target is not None:
            self._then(row.target)
        elif row.target is not None:
            self._window.go(row.target)
        elif row.run is not None:
            row.run()

    # Coming and going -------------------------------------------------------------------------

    def open(self) -> None:
        """Show it with the cursor in the box."""
        self._window.keys.enable(on=False)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Go away, back to the same field and cursor."""
        self.hide()
        self._window.keys.enable(on=True)
        before = self._before
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: N802 - Qt's name
        """Keys of the list work while the cursor stays in the box."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == event.Type.KeyPress
        ):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self._go(beside=beside)
                return True
            if key == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click beside the card goes back."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Dim the window."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(10, 20, 24, 90))
        painter.end()


def open_palette(
    window: "MainWindow",
    kinds: Sequence[str] = (),
    then: Callable[[Target], object] | None = None,
) -> Palette:
    """Open the palette over the window, limited to some kinds where they are given."""
    language = current_language()
    index = SearchIndex()
    index.add(session_hits(window.desk.session, language))
    index.add(command_hits(window))
    made = Palette(window, index, [Group(kind) for kind in kinds], then)
    made.open()
    return made


def command_hits(window: "MainWindow") -> list[Hit]:
    """Return every command: of the page that is shown, of the window, and the pages themselves."""
    from cfpdesk.ui.page_registry import PAGES
    from cfpdesk.ui.window_keys import COMMANDS

    page = window.page
    here = page.page_actions() if page is not None else ()
    found = [
        Hit(
            Group.COMMAND, action.icon or "command", "text2", action.text, "",
            key_text(action.shortcut), run=action.run,
        )
        for action in here
        if action.enabled
    ]  # fmt: skip
    found += [
        Hit(
            Group.COMMAND, "arrow-right", "text2", str(entry.title), "",
            key_text(entry.shortcut), Target(entry.noun), words=entry.title.text("en"),
        )
        for entry in PAGES
    ]  # fmt: skip
    found += [
        Hit(
            Group.COMMAND, command.icon, "text2", str(command.text), "",
            key_text(command.shortcut), run=_runner(window, command.run),
            words=f"{command.text.text('en')} {command.words}",
        )
        for command in COMMANDS
    ]  # fmt: skip
    return found


def _runner(window: "MainWindow", run: Callable[["MainWindow"], object]) -> Callable[[], object]:
    return lambda: run(window)
