"""The groups of the checklist by owner, with progress; the current one is followed, not chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QToolTip

from cfpdesk.i18n import _
from cfpdesk.steps.checklist import GroupState, OwnerState
from cfpdesk.ui.theme import color, density, font, px
from cfpdesk.ui.widgets.section_list import RowState, SectionList, SectionRow
from cfpdesk.ui.widgets.wrapped_text import wrapped

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


_PROGRESS = 34


def _line() -> int:
    return px(13) + 3


def _lines(group: GroupState, width: int, most: int = 2, *, bold: bool = False) -> tuple[str, ...]:
    """Return a title broken into lines beside its progress; the last ends in … if it is cut."""
    return wrapped(str(group.title), width - 12 - 10 - _PROGRESS - 8, most, bold=bold)


def _cut(lines: tuple[str, ...]) -> bool:
    return lines[-1].endswith("…")


class _Painter:
    """Owners as headings, groups with a small bar and figures."""

    def size(self, row: SectionRow, width: int) -> QSize:
        """Return the size of a row."""
        large = density().type_step > 0
        if row.head:
            return QSize(width, 38 if large else 34)
        group, _mine = row.data
        lines = len(_lines(group, width))
        return QSize(width, max(density().target if large else 25, lines * _line() + 5))

    def paint(self, painter: QPainter, box: QRect, row: SectionRow, state: RowState) -> None:
        """Paint a heading or a group."""
        if row.head:
            self._head(painter, box, row.data)
        else:
            self._group(painter, box, row.data, state)

    def _head(self, painter: QPainter, box: QRect, owner: OwnerState) -> None:
        painter.setFont(font(12))
        painter.setPen(color("muted"))
        room = box.adjusted(16, 10, -12, 0)
        name = owner.person.name if owner.person else _("Nobody yet")
        painter.drawText(room, _MIDDLE, _("{name} (me)").format(name=name) if owner.mine else name)
        if not owner.mine and owner.person:
            painter.setFont(font(11))
            painter.drawText(room, _RIGHT, _("after merge"))

    def _group(
        self, painter: QPainter, box: QRect, data: tuple[GroupState, bool], state: RowState
    ) -> None:
        group, mine = data
        inner = box.adjusted(6, 0, -6, -1)
        if state.selected or state.hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("select" if state.selected else "hover"))
            painter.drawRoundedRect(inner, 5, 5)
        if state.current and state.focused:
            painter.setPen(color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(0, 0, -1, -1), 5, 5)
        painter.setFont(font(11))
        painter.setPen(color("muted"))
        progress = QRect(inner.right() - 6 - _PROGRESS, inner.top(), _PROGRESS, inner.height())
        self._progress(painter, progress, group, touched=mine or group.done > 0)
        lines, weight = _lines(group, box.width()), 400
        strong = _lines(group, box.width(), len(lines), bold=True)
        if state.selected and not _cut(strong):  # a choice moves no line, and cuts none
            lines, weight = strong, 600
        painter.setFont(font(13, weight))
        painter.setPen(color("text" if mine or state.selected else "text2"))
        top = inner.center().y() - (len(lines) * _line() - 1) // 2
        for number, text in enumerate(lines):
            room = QRect(inner.left() + 10, top + number * _line(), inner.width(), _line())
            painter.drawText(room, _MIDDLE, text)

    def _progress(self, painter: QPainter, box: QRect, group: GroupState, *, touched: bool) -> None:
        """Paint the figure, and the bar under it, so that the title has the room beside both."""
        total = len(group.items)
        if not touched:
            painter.drawText(box, _RIGHT, str(total))
            return
        painter.drawText(box.adjusted(0, 0, 0, -5), _RIGHT, f"{group.done}/{total}")
        bar = QRect(box.right() - 25, box.center().y() + px(11) // 2 + 1, 26, 3)
        painter.fillRect(bar, color("line"))
        done = QRect(bar.left(), bar.top(), round(26 * group.done / max(total, 1)), 3)
        painter.fillRect(done, color("accent"))


class GroupList(SectionList):
    """Shows owners and their groups; keys are group codes."""

    def __init__(self) -> None:
        super().__init__(_("Groups"), _Painter())

    def show_owners(self, owners: Sequence[OwnerState]) -> None:
        """Show these owners with their groups."""
        rows: list[SectionRow] = []
        for owner in owners:
            name = owner.person.name if owner.person else _("Nobody yet")
            key = f"owner-{owner.person.row if owner.person else ''}"
            rows.append(SectionRow(key, name, owner, head=True))
            for group in owner.groups:
                said = f"{group.title} {group.done}/{len(group.items)}"
                rows.append(SectionRow(group.code, said, (group, owner.mine)))
        self.set_rows(rows)

    def whole_title(self, key: str) -> str:
        """Return the title of a group whose row has no room for all of it; else nothing."""
        group = next((row.data[0] for row in self.rows() if row.key == key and not row.head), None)
        if group is None:
            return ""
        return str(group.title) if _cut(_lines(group, self.viewport().width())) else ""

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show the whole title where it is cut."""
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            key = self.rows()[index.row()].key if index.isValid() else ""
            QToolTip.showText(event.globalPos(), self.whole_title(key), self)
            return True
        return super().viewportEvent(event)
