"""Person-days in the real window: typed, taken from the inventory, shown as bar and sentences."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from cfpdesk.model.gate import Target
from cfpdesk.model.person_days import MemberDays, PersonDays
from cfpdesk.model.team import Person
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.widgets.day_bar import DayBar
from tests import client_files
from tests.flow.visit.hands import fill, named, press_button, settle, type_text, visible
from tests.ui.opened import focus_name
from tests.ui.visit_pages import nameless


@pytest.fixture
def tab(window: MainWindow) -> MainWindow:
    window.go(Target("engagement"))
    settle()
    press_button("人天")
    return window


def sentences() -> list[str]:
    return [words.text() for words in visible(QLabel)]


def test_figures_move_bar_and_sentences(tab: MainWindow, engagement: Session) -> None:
    bar = visible(DayBar)[0]
    assert bar.total() == Decimal("5.75")
    assert bar.accessibleDescription() == "文件评审 0.75, 一阶段 1, 二阶段 2, 证书和报告 2"
    type_text(named("document_review"), "1.5")
    assert engagement.find(PersonDays).document_review == Decimal("1.5")
    assert bar.total() == Decimal("6.5")
    assert "文件评审 23.08 % > 20 %" in sentences()
    type_text(named("sources"), "31")
    assert "基数 5.5，不在 6–8 之内" in sentences()
    type_text(named("sources"), "2.5")
    assert engagement.find(PersonDays).sources == 31
    assert named("sources").property("state") == "bad"


def test_members_and_blockers_lead_to_their_fields(tab: MainWindow, engagement: Session) -> None:
    gao = next(p for p in engagement.all(Person) if p.name == "高博")
    fill("高博的人天", "1")
    assert engagement.find(MemberDays, person=gao.row).days == 1
    press_button("核查组")
    tab.go(Target("engagement", gao.row, "days"))
    assert focus_name() == "高博的人天"
    tab.go(Target("engagement", "", "signed_by"))
    assert focus_name() == "批准人"
    assert not nameless(tab)


def test_the_count_is_taken_from_the_inventory(tab: MainWindow, engagement: Session) -> None:
    type_text(named("sources"), "9")
    client_files.take_in(engagement, name="清单")
    settle(60)
    words = [b.text() for b in visible(QAbstractButton) if b.objectName() == "take-count"]
    assert words == ["清单有 13 个源、0 个汇：取用"]
    press_button(words[0])
    assert engagement.find(PersonDays).sources == 13
    assert not [b for b in visible(QAbstractButton) if b.objectName() == "take-count"]
