"""The sites in the real window: conditions, the draw, what is chosen by judgement."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from cfpdesk.model.gate import Target
from cfpdesk.model.site_sample import SiteSampling
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import site_sampling
from cfpdesk.steps.site_sampling import Chosen
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from tests.flow.visit.hands import (
    choose,
    click,
    find,
    named,
    press_button,
    press_key,
    put_in,
    settle,
    type_text,
    visible,
)
from tests.ui.opened import focus_name
from tests.ui.visit_pages import nameless


@pytest.fixture
def tab(window: MainWindow) -> MainWindow:
    window.go(Target("engagement"))
    settle()
    press_button("场所")
    return window


def shown() -> list[str]:
    return [words.text() for words in visible(QLabel)]


def add_site(name: str) -> None:
    field = find(QLineEdit, "新场所")
    field.setFocus()
    put_in(field, name)
    press_key(Qt.Key.Key_Return, widget=field)


def test_conditions_decide_and_a_sample_is_drawn(tab: MainWindow, engagement: Session) -> None:
    assert "不能抽样，全部到场。" in shown()
    assert "2 / 2" in shown()
    for number in range(3, 8):
        add_site(f"仓库 {number}")
    for condition, answer in (("same_activity", YesNo.YES), ("different_activity", YesNo.NO)):
        click(named(f"choice-{answer}", named(condition)))
    assert "可以抽样。" in shown()
    choose("中心职能所在场所", "无锡一厂")
    press_key(Qt.Key.Key_Return)
    field = named("draw")
    field.setFocus()
    put_in(field, "4827")
    press_key(Qt.Key.Key_Return, widget=field)
    assert engagement.find(SiteSampling).spoken == "4827"
    assert any(words.startswith("说的数：4827") for words in shown())
    left = next(s for s, why in site_sampling.state(engagement).chosen if why is Chosen.LEFT_OUT)
    tick = find(QCheckBox, f"{left.name} 判断选定")
    click(tick)
    assert engagement.find(SiteSampling).judged == (left.row,)
    assert not nameless(tab)


def test_a_blocker_leads_to_the_day_of_its_site(tab: MainWindow, engagement: Session) -> None:
    type_text(find(QLineEdit, "常州仓库 起"), "")
    blocker = site_sampling.state(engagement).blockers[0]
    assert blocker.code == "sites.visit"
    press_button("人天")
    tab.go(blocker.target)
    assert focus_name() == "常州仓库 起"
    tab.go(Target("engagement", "", "same_activity"))
    assert focus_name().endswith("是")
