"""The way back of a line goes on to the sample that its amount was checked by."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cfpdesk.model.gate import Target
from cfpdesk.steps import sampling
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.inventory_page import InventoryPage
from cfpdesk.ui.parts.sample_trail import SampleTrail
from tests import client_files
from tests.flow.visit.hands import settle
from tests.sampling_samples import agreed_session, checked, drawn, slips_population
from tests.ui.opened import on_page, page_of


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with agreed_session(tmp_path) as made:
        client_files.take_in(made, client_files.CLIENT / "恒锐_CFP_2025.xlsx", "E-1-002")
        row = slips_population(made).row
        drawn(made, row)
        checked(made, row, {2: Decimal(-1)}, leave=5)
        yield made


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[MainWindow]:
    with on_page(qtbot, session, "inventory") as made:
        yield made


def trail(window: MainWindow) -> SampleTrail:
    return page_of(window, InventoryPage)._work.detail.samples


def test_a_line_leads_to_its_sample(window: MainWindow, session: Session) -> None:
    window.desk.go(Target("inventory", "R1"))
    settle(60)
    (row,) = (
        w for w in trail(window).findChildren(QWidget) if w.objectName().startswith("sample-")
    )
    (one,) = sampling.state(session).populations
    figures = f"{one.checked}/{one.facts.drawn}"
    assert row.accessibleName() == f"样本 带钢入库单 2025，{figures}，1 项有差异，未完成"
    assert one.facts.drawn - one.checked == 5
    QTest.keyClick(row, Qt.Key.Key_Return)
    settle(60)
    assert window.current_noun == "sampling"


def test_a_line_that_no_sample_supports_has_none(window: MainWindow) -> None:
    window.desk.go(Target("inventory", "P1"))
    settle(60)
    assert not trail(window).isVisible()
