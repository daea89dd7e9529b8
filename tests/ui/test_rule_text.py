"""The rules' own text beside our words: loaded in the window, shown by clause, taken away."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from cfpdesk.model.gate import Target
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.window_guidance import show_guidance
from tests.flow.visit.hands import find, named, press_button, settle, visible
from tests.ui.opened import a_file

TEXT = """1 前言
一般说明
2 适用范围
2.1 本规则适用于产品
3 原则
4 人员
4.1 职业素养：保密性、独立性。
5 模式
6 数据
7 保证等级
重要性阈值应当告知客户。
8 申请
8.3 申请评审
9 实施
9.1 组成核查组
9.4.2 现场应在正常生产时进行。
9.5 一阶段
两个阶段的间隔不应超过 6 个月。
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CFPDESK_HOME", str(tmp_path / "home"))


def passage(window: MainWindow) -> str:
    found = window.side.findChild(QLabel, "clause-passage")
    assert found is not None
    return found.text() if found.isVisible() else ""


def test_the_clause_stands_beside_our_words_once_the_file_is_loaded(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_file(tmp_path, "规则.txt", TEXT.encode())
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [file])
    window.go(Target("engagement"))
    settle(60)
    press_button("阶段", inside=named("parts"))
    show_guidance(window)
    settle(40)
    assert passage(window) == ""
    press_button("载入规则原文…", inside=window.side)
    settle(40)
    assert "不应超过 6 个月" in passage(window)
    words = " ".join(found.text() for found in visible(QLabel, window.side))
    assert "先做文件评审" in words, "our own words stay above it"
    press_button("合同", inside=named("parts"))
    settle(40)
    assert "申请评审" in passage(window)
    assert "6 个月" not in passage(window)
    # The clause of what is missing leads to its text too.
    press_button("规则 9.4.2，看原文", inside=window.side)
    settle(40)
    assert passage(window) == "9.4.2 现场应在正常生产时进行。"


def test_it_is_loaded_and_taken_away_in_the_settings(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_file(tmp_path, "规则.txt", TEXT.encode("gb18030"))
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [file])
    window.serve("identity")
    press_button("载入…")
    window.serve("identity")
    settle(20)
    assert any("已载入 15 条" in found.text() for found in visible(QLabel))
    press_button("移除")
    window.go(Target("engagement"))
    settle(60)
    show_guidance(window)
    settle(40)
    assert find(QAbstractButton, "载入规则原文…", window.side).isVisible()


def test_a_file_without_clauses_is_refused_with_a_sentence(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_file(tmp_path, "信.txt", "你好".encode())
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [file])
    window.go(Target("engagement"))
    settle(60)
    window.serve("rule_text")
    settle(40)
    banner = window.findChild(QWidget, "banner-error")
    assert banner is not None
    assert "没有找到条款" in " ".join(found.text() for found in banner.findChildren(QLabel))
