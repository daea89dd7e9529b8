"""The bar of shares: nothing vanishes, everything fits, all of it is said in words."""

import pytest
from pytestqt.qtbot import QtBot

from cfpdesk.ui.widgets.share_bar import Part, ShareBar


@pytest.mark.parametrize("amounts", [(640, 37, 1902, 3, 1), (1, 1), (10_000_000, 1, 1, 1)])
def test_every_part_is_visible_and_all_fit(qtbot: QtBot, amounts: tuple[int, ...]) -> None:
    bar = ShareBar("rows")
    qtbot.addWidget(bar)
    bar.set_parts([Part(n, "accent", str(n)) for n in amounts])
    widths = bar.widths(400.0)
    assert all(width >= 3 for width in widths)
    assert sum(widths) + 2 * (len(widths) - 1) <= 400.0 + 1e-6


def test_parts_of_nothing_are_said_but_not_drawn(qtbot: QtBot) -> None:
    bar = ShareBar("rows")
    qtbot.addWidget(bar)
    bar.set_parts([Part(0, "accent", "0 new"), Part(5, "conf", "5 conflicts")])
    assert len(bar.widths(100.0)) == 1
    assert bar.accessibleDescription() == "0 new, 5 conflicts"


def test_the_limit_leaves_a_track(qtbot: QtBot) -> None:
    bar = ShareBar("size")
    qtbot.addWidget(bar)
    bar.set_parts([Part(150, "accent", "150 MB")], 300)
    assert bar.widths(400.0) == [pytest.approx(200.0)]
    bar.resize(400, 8)
    assert not bar.grab().isNull()
