"""Painted widgets with parts one can point at: hints and the hand."""

from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cfpdesk.i18n import msg
from cfpdesk.ui.widgets.day_strip import Block, DayStrip
from cfpdesk.ui.widgets.item_map import ItemMap, MapMark, MapRow
from cfpdesk.ui.widgets.status_icon import Shape


def test_what_is_pointed_at_says_itself_and_shows_the_hand(qtbot: QtBot) -> None:
    mark = MapMark("ELEC-01", Shape("conform", "ok", msg("Conform")), "符合 问题")
    item_map = ItemMap("Map")
    qtbot.addWidget(item_map)
    item_map.set_groups([MapRow("ELEC", "电力处理", "", strong=True, marks=(mark,))])
    item_map.resize(410, 60)
    item_map.show()
    over = QPointF(item_map.mark_box("ELEC-01").center())
    title, nothing = QPointF(4, over.y()), QPointF(409, 59)
    assert item_map.hint_at(over) == "ELEC-01  符合 问题"
    assert (item_map.hint_at(title), item_map.can_press(title)) == ("电力处理", False)
    assert item_map.hint_at(nothing) == ""
    strip = DayStrip("Day")
    qtbot.addWidget(strip)
    start = datetime(2026, 3, 18, 9, 0).astimezone()
    strip.set_day([Block("opening", "首次会议", start, start + timedelta(hours=1))], [], None)
    strip.resize(640, strip.sizeHint().height())
    strip.show()
    box = strip._parts()[0].box
    assert strip.hint_at(box.center()).startswith("首次会议  09:00")
    assert strip.can_press(box.center())
    assert strip.hint_at(QPointF(639, 1)) == ""
    QTest.mouseMove(strip, box.center().toPoint())
    QApplication.processEvents()
    assert strip.cursor().shape() == Qt.CursorShape.PointingHandCursor
