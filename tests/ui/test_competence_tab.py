"""The team's tab in the real window: matrix, papers, overriding, by keys and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from cfpdesk.i18n import set_language
from cfpdesk.model.competence import CompetenceMark, PersonCertificate, PersonFacts, TeamStatement
from cfpdesk.model.gate import Level, Target
from cfpdesk.model.override import Office, Override
from cfpdesk.model.team import Person
from cfpdesk.steps import competence
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.engagement_page import EngagementPage
from cfpdesk.ui.widgets.competence_matrix import CompetenceMatrix
from cfpdesk.ui.window_look import switch_language
from tests.flow.visit.hands import (
    active_window,
    choose,
    find,
    named,
    press_button,
    press_key,
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
    press_button("核查组")
    return window


def person(session: Session, name: str) -> Person:
    return next(p for p in session.all(Person) if p.name == name)


def matrix() -> CompetenceMatrix:
    return visible(CompetenceMatrix)[0]


def test_the_matrix_is_gone_through_by_keys_and_speaks(
    tab: MainWindow, engagement: Session
) -> None:
    matrix().setFocus()
    press_key(Qt.Key.Key_Down, widget=matrix())
    assert focus_name() == "能力 证书 林知远 每个计划日都有效"
    press_key(Qt.Key.Key_Return, widget=matrix())
    assert focus_name() == "证书 1 编号"
    su = person(engagement, "苏晓岚").row
    assert matrix().select("topic.lca", su)
    matrix().setFocus()
    press_key(Qt.Key.Key_Space, widget=matrix())
    assert engagement.find(CompetenceMark, person=su, topic="lca").held
    press_key(Qt.Key.Key_Return, widget=matrix())
    assert focus_name() == "依据"
    type_text(find(QLineEdit, "依据"), "清华大学生命周期评价课程")
    assert engagement.find(CompetenceMark, person=su, topic="lca").proof.startswith("清华")


def test_papers_of_another_member_are_entered(tab: MainWindow, engagement: Session) -> None:
    gao = person(engagement, "高博").row
    choose("组员", "高博")
    press_key(Qt.Key.Key_Return)
    before = len(engagement.all(PersonCertificate))
    press_button("加证书")
    assert focus_name() == "证书 1 编号" or focus_name() == "证书 2 编号"
    type_text(find(QLineEdit, "证书 2 编号"), "GHG-1")
    type_text(find(QLineEdit, "证书 2 起"), "2026-01-01")
    field = find(QLineEdit, "证书 2 止")
    type_text(field, "2025-01-01")
    kept = next(c for c in engagement.all(PersonCertificate) if c.number == "GHG-1")
    assert kept.valid_to is None
    type_text(named("experience_years"), "0.5")
    assert str(engagement.find(PersonFacts, person=gao).experience_years) == "0.5"
    press_button("去掉证书 2")
    assert len(engagement.all(PersonCertificate)) == before
    type_text(named("statement.independence"), "")
    assert engagement.find(TeamStatement, person=gao, kind="independence").signed_at is None
    assert [b.code for b in competence.state(engagement).blockers if b.level is Level.HARD] == [
        "team.statement"
    ]


def test_a_blocker_leads_to_its_field_and_is_overridden(
    tab: MainWindow, engagement: Session
) -> None:
    gao = person(engagement, "高博").row
    type_text(named("experience_years"), "11")
    choose("组员", "高博")
    press_key(Qt.Key.Key_Return)
    type_text(named("experience_years"), "1.5")
    press_button("委托", inside=named("parts"))
    tab.go(Target("engagement", gao, "experience_years"))
    assert focus_name() == "年数"
    assert find(QComboBox, "组员").currentText() == "高博"
    press_button("放行… 高博有 1.5 年工作经验")
    type_text(named("override-name"), "方敏")
    reason = named("override-reason")
    type_text(reason, "实习期已满两年")
    press_key(Qt.Key.Key_Return, widget=reason)
    kept = engagement.all(Override)
    assert [o.person for o in kept] == ["方敏"]
    assert "team.experience" not in [
        b.code for b in competence.state(engagement).blockers if b.level.blocks
    ]
    press_button("收回 方敏")
    assert not engagement.all(Override)


def test_a_block_is_overridden_where_the_side_panel_shows_it(
    tab: MainWindow, engagement: Session
) -> None:
    choose("组员", "高博")
    press_key(Qt.Key.Key_Return)
    type_text(named("experience_years"), "1.5")
    tab.go(Target("engagement", "", "number"))  # it need not be the tab of the team
    tab.refresh_overview()
    settle(40)
    press_button("放行…：高博有 1.5 年工作经验", inside=tab.side)
    popover = active_window()
    press_button("放行", inside=popover)
    assert not engagement.all(Override), "without name and reason nothing is overridden"
    assert "要写姓名和理由" in " ".join(found.text() for found in visible(QLabel, popover))
    type_text(named("override-name"), "方敏")
    reason = named("override-reason")
    type_text(reason, "换岗前另有一年")
    press_key(Qt.Key.Key_Return, widget=reason)
    assert [(o.person, o.office) for o in engagement.all(Override)] == [
        ("方敏", Office.TECHNICAL_MANAGER)
    ]
    tab.refresh_overview()
    said = " ".join(found.text() for found in tab.side.findChildren(QLabel))
    assert "方敏" in said
    assert "换岗前另有一年" in said


def test_the_plan_may_be_looked_at_before_the_team(window: MainWindow) -> None:
    window.go(Target("engagement"))
    settle()
    press_button("计划", inside=named("parts"))
    press_button("核查组", inside=named("parts"))
    assert matrix().isVisible()


def test_everything_has_a_name_and_the_language_keeps_the_place(
    tab: MainWindow, engagement: Session
) -> None:
    assert not nameless(tab)
    matrix().select("topic.lca", person(engagement, "何立群").row)
    matrix().setFocus()
    press_key(Qt.Key.Key_Down, widget=matrix())
    switch_language(tab)
    settle(60)
    assert isinstance(tab.page, EngagementPage)
    assert matrix().current() == ("topic.database", person(engagement, "何立群").row)
    set_language("zh")
