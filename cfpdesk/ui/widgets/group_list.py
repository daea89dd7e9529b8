"""The groups of the checklist by owner, with progress; the current one is followed, not chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter

from cfpdesk.i18n import _
from cfpdesk.steps.checklist import GroupState, OwnerState
from cfpdesk.ui.theme import color, density, font
from cfpdesk.ui.widgets.section_list import RowState, SectionList, SectionRow

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class _Painter:
    """Owners as headings, groups with a small bar and figures."""

    def size(self, row: SectionRow, width: int) -> QSize:
        """Return the size of a row."""
        large = density().type_step > 0
        if row.head:
            return QSize(width, 38 if large else 34)
        return QSize(width, density().target if large else 25)

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
        total = len(group.items)
        touched = mine or group.done > 0
        painter.setFont(font(11))
        figure = f"{group.done}/{total}" if touched else str(total)
        wide = max(painter.fontMetrics().horizontalAdvance(figure), 26)
        painter.setPen(color("muted"))
        painter.drawText(inner.adjusted(0, 0, -6, 0), _RIGHT, figure)
        end = inner.right() - 6 - wide
        if touched:
            end -= 32
            bar = QRect(end, inner.center().y() - 1, 26, 3)
            painter.fillRect(bar, color("line"))
            part = QRect(bar.left(), bar.top(), round(26 * group.done / max(total, 1)), 3)
            painter.fillRect(part, color("accent"))
        painter.setFont(font(13, 600 if state.selected else 400))
        painter.setPen(color("text" if mine or state.selected else "text2"))
        room = QRect(inner.left() + 10, inner.top(), end - inner.left() - 14, inner.height())
        text = str(group.title)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE, text)


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
