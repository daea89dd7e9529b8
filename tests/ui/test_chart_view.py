"""The widget that shows charts: seen in every theme, walked through by keys, read aloud."""

import os
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cfpdesk.i18n import LANGUAGES, Language, set_language
from cfpdesk.model.chart.drawing import Box, Chart, Hatch, Polygon, Rule, Words
from cfpdesk.model.chart.threshold_gauge import ThresholdGauge
from cfpdesk.ui.theme import theme
from cfpdesk.ui.tokens import Mode, Tokens
from cfpdesk.ui.widgets.chart import ChartView, neighbour
from cfpdesk.ui.widgets.chart_paint import surface_of
from cfpdesk.ui.widgets.chart_table import TablePopover
from tests.chart_samples import bars, butterfly, crossed, faults, laid, samples

WIDTHS = {"threshold": 300, "threshold-claim": 340, "bars": 640, "waterfall": 720}
MODES = (Mode.LIGHT, Mode.DARK, Mode.SUN)


def view(qtbot: QtBot, chart: Chart, width: int = 880, *, opens: bool = False) -> ChartView:
    made = ChartView(opens=opens)
    qtbot.addWidget(made)
    made.set_chart(chart)
    made.resize(width, made.heightForWidth(width))
    made.show()
    made.activateWindow()
    made.setFocus()
    QApplication.processEvents()
    return made


def picture(made: ChartView, ratio: float = 1.0) -> QImage:
    size = made.size() * ratio
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme().tokens.base))
    painter = QPainter(image)
    made.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    return image


def colours(image: QImage) -> set[str]:
    pixels = memoryview(image.constBits()).cast("B").cast("I")
    return {f"#{pixel & 0xFFFFFF:06X}" for pixel in set(pixels)}


@pytest.fixture(autouse=True)
def _light_again() -> Iterator[None]:
    yield
    theme().choose(Mode.LIGHT, large=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
def test_every_chart_is_painted_in_every_theme(
    qtbot: QtBot, mode: Mode, language: Language, tmp_path: Path
) -> None:
    """With CHART_PICTURES=folder the pictures are kept, to be looked at."""
    theme().choose(mode, large=mode is Mode.SUN)
    set_language(language)
    out = Path(os.environ.get("CHART_PICTURES", tmp_path))
    out.mkdir(parents=True, exist_ok=True)
    for name, chart in samples().items():
        made = view(qtbot, chart, WIDTHS.get(name, 872))
        made.clearFocus()
        image = picture(made, 2.0 if "CHART_PICTURES" in os.environ else 1.0)
        assert image.save(str(out / f"{name}-{mode}-{language}.png"))
        drawing = made.drawing()
        assert not faults(drawing), name
        wanted = {
            getattr(theme().tokens, p.fill)
            for p in drawing.parts
            if isinstance(p, Box) and p.fill and p.share == 100 and p.width > 3 and p.height > 3
        }
        assert len(colours(image) & wanted) >= len(wanted) / 2
        made.close()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", samples())
def test_texts_fit_with_the_real_font(
    qapp: QApplication, name: str, language: Language, large: bool
) -> None:
    theme().choose(large=large)
    set_language(language)
    for width in (300, 340, 420, 480, 560, 700, 872, 1100):
        if not name.startswith("butterfly") or width >= 420:
            drawing = laid(samples()[name], surface_of(width, 0))
            assert not faults(drawing)
            assert not crossed(drawing)


def test_colours_of_all_parts_are_tokens() -> None:
    known = {field.name for field in fields(Tokens)} | {""}
    for chart in samples().values():
        for part in laid(chart, surface_of(640, 0)).parts:
            match part:
                case Box():
                    assert {part.fill, part.line} <= known
                case Polygon():
                    assert part.fill in known
                case Hatch() | Rule() | Words():
                    assert part.colour in known


def test_lines_are_sharp(qtbot: QtBot) -> None:
    made = view(qtbot, butterfly())
    made.clearFocus()
    wall = QColor(theme().tokens.bad).name()
    image = picture(made)
    row = [image.pixelColor(x, 30).name() for x in range(image.width())]
    assert row.count(wall) == 4  # two walls of two pixels, nothing blurred beside them
    twice = picture(made, 2.0)
    row = [twice.pixelColor(x, 60).name() for x in range(twice.width())]
    assert row.count(wall) == 8


def test_keys_walk_over_both_wings_and_all_rows(qtbot: QtBot) -> None:
    made = view(qtbot, butterfly())
    assert made.current() == ""
    steps = [
        (Qt.Key.Key_Down, "known-under"),
        (Qt.Key.Key_Right, "known-over"),
        (Qt.Key.Key_Right, "known-over"),
        (Qt.Key.Key_Down, "projected-over"),
        (Qt.Key.Key_Down, "limit-over"),
        (Qt.Key.Key_Left, "limit-under"),
        (Qt.Key.Key_Up, "projected-under"),
        (Qt.Key.Key_End, "limit-over"),
        (Qt.Key.Key_Home, "known-under"),
    ]
    for key, wanted in steps:
        QTest.keyClick(made, key)
        assert made.current() == wanted
    assert made.accessibleName().startswith("已发现，低报：占声明值 −0.51 %，−171,693 kg")
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert made.current() == ""
    assert made.accessibleName() == "两个方向的上限都在重要性 ±5 % 之内"


def test_left_and_right_go_on_through_rows_of_one_mark(qtbot: QtBot) -> None:
    made = view(qtbot, bars(), 640)
    QTest.keyClick(made, Qt.Key.Key_Right)
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert made.current() == "R1"
    spots = made.drawing().spots
    assert neighbour(spots, len(spots) - 1, 1, 0) == len(spots) - 1
    assert neighbour(spots, 0, -1, 0) == 0


def test_enter_opens_only_where_something_can_be_opened(qtbot: QtBot) -> None:
    made = view(qtbot, bars(), 640, opens=True)
    opened: list[str] = []
    made.activated.connect(opened.append)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert opened == []
    QTest.keyClick(made, Qt.Key.Key_Down)
    QTest.keyClick(made, Qt.Key.Key_Down)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert opened == ["R1"]
    QTest.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened == ["R1"]  # that is the next thing's key
    spot = next(spot for spot in made.drawing().spots if spot.key == "P1")
    at = QPoint(round(spot.x + 20), round(spot.y + spot.height / 2))
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=at)
    assert opened == ["R1", "P1"]
    still = view(qtbot, bars(), 640)
    still.activated.connect(opened.append)
    QTest.mouseClick(still, Qt.MouseButton.LeftButton, pos=at)
    assert still.current() == "P1"
    assert opened == ["R1", "P1"]


def test_the_cursor_stays_on_its_mark_when_figures_change(qtbot: QtBot) -> None:
    made = view(qtbot, butterfly(unchecked=14))
    QTest.keyClick(made, Qt.Key.Key_End)
    made.set_chart(butterfly())
    assert made.current() == "limit-over"
    made.set_chart(None)
    assert made.current() == ""
    assert made.accessibleName() == ""
    assert made.show_table() is None
    QTest.keyClick(made, Qt.Key.Key_Down)
    made.grab()


def test_pointing_says_the_mark_in_full(qtbot: QtBot) -> None:
    made = view(qtbot, butterfly(), opens=True)
    spot = next(spot for spot in made.drawing().spots if spot.key == "limit-over")
    at = QPoint(round(spot.x + 30), round(spot.y + 20))
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, made.mapToGlobal(at))
    QApplication.sendEvent(made, event)
    assert QToolTip.text() == "上限 90 %，高报：占声明值 +4.30 %，1,449,044 kg"
    QTest.mouseMove(made, at)
    assert made.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QToolTip.hideText()


def popover() -> TablePopover:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, TablePopover)]
    shown = [w for w in found if w.isVisible()]
    assert len(shown) == 1
    return shown[0]


def test_f4_shows_the_table_and_escape_comes_back(qtbot: QtBot) -> None:
    made = view(qtbot, butterfly())
    QTest.keyClick(made, Qt.Key.Key_F4)
    table = popover().table
    model = table.model()
    assert [model.headerData(n, Qt.Orientation.Horizontal, 0) for n in range(5)][1:] == [
        "低报，kg", "低报，%", "高报，kg", "高报，%",
    ]  # fmt: skip
    assert model.index(2, 1).data() == "−1,265,853"
    assert table.hasFocus()
    ground = popover().grab().toImage()
    assert ground.pixelColor(100, 6).name().upper() == theme().tokens.base  # not see-through
    assert ground.pixelColor(0, 0).alpha() == 0  # round corners
    assert table.currentIndex().row() == 0
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().data() == "−189,785"
    spoken = QAccessible.queryAccessibleInterface(table)
    assert spoken is not None
    assert spoken.role() == QAccessible.Role.Table
    QTest.keyClick(table, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not [
        w for w in QApplication.topLevelWidgets() if isinstance(w, TablePopover) and w.isVisible()
    ]


def test_the_context_menu_offers_the_table(qtbot: QtBot) -> None:
    made = view(qtbot, bars(), 640)
    assert made.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    (action,) = made.actions()
    assert action.text() == "看表格\tF4"
    action.trigger()
    shown = popover()
    assert shown.table.rowCount() == 16
    shown.close()
    QApplication.processEvents()
    made.set_chart(None)
    assert not action.isEnabled()


def test_the_accessible_tree_holds_the_table(qtbot: QtBot) -> None:
    QAccessible.setActive(True)
    try:
        made = view(qtbot, butterfly())
        spoken = QAccessible.queryAccessibleInterface(made)
        assert spoken is not None
        assert spoken.text(QAccessible.Text.Name) == "两个方向的上限都在重要性 ±5 % 之内"
        lines = [spoken.child(n).text(QAccessible.Text.Name) for n in range(spoken.childCount())]
        assert len(lines) == 5
        assert lines[2].startswith(
            "上限 90 %; 低报，kg: −1,265,853; 低报，%: −3.76 %; 高报，kg: 1,4"
        )
        made.set_chart(ThresholdGauge(Decimal(100), Decimal(5)))
        heard = [line.accessibleName() for line in made.findChildren(QLabel) if line.isVisible()]
        assert heard == ["声明值; kg: 100", "重要性阈值; kg: ±5; 占声明值: ±5 %"]
    finally:
        QAccessible.setActive(False)


def test_a_chart_of_rows_may_be_lower_than_its_rows(qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    layout = QVBoxLayout(outer)
    made = ChartView(least=160)
    layout.addWidget(made)
    made.set_chart(bars())
    outer.resize(660, 260)
    outer.show()
    QApplication.processEvents()
    assert made.height() < made.heightForWidth(made.width())
    assert any(isinstance(p, Words) and p.text.startswith("其余") for p in made.drawing().parts)
    whole = ChartView()
    qtbot.addWidget(whole)
    whole.set_chart(bars())
    whole.resize(300, 100)
    assert whole.minimumSizeHint().height() == whole.heightForWidth(300)
    assert made.minimumSizeHint() == QSize(300, 160)


def test_the_ring_shows_where_one_is(qtbot: QtBot) -> None:
    made = view(qtbot, butterfly())
    ring = QColor(theme().tokens.focus).name()
    around = made.grab().toImage()
    assert around.pixelColor(made.width() // 2, 1).name() == ring
    QTest.keyClick(made, Qt.Key.Key_Down)
    spot = made.drawing().spots[0]
    on_mark = made.grab().toImage()
    assert on_mark.pixelColor(made.width() // 2, 1).name() != ring
    at = QPointF(spot.x + 100, spot.y + 2)  # the margin of 4, less the ring's own 2
    assert on_mark.pixelColor(round(at.x()), round(at.y())).name() == ring


def test_large_type_asks_for_more_room(qtbot: QtBot) -> None:
    made = view(qtbot, butterfly())
    before = made.sizeHint().height()
    theme().choose(large=True)
    assert made.sizeHint().height() > before
