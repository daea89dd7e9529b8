"""The gates of the rules on the way: a hard block, a block a named office overrides, a warning."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from tests.flow.visit import hands
from tests.flow.visit.day import agreed, day, names
from tests.flow.visit.stage import Stage

PARTS = "parts"


def hard_block(stage: Stage) -> dict[str, str]:
    """Plan too much document review: plan and visit are refused, by name, until it is cut.

    The plan is ready to be sent, and its tab is shown; so it is afterwards.
    """
    tried = day()["gates"]["hard"]
    wrong, right = tried["days"], agreed()["days"]["person_days"][tried["field"]]
    _tab("人天")
    hands.type_text(hands.named(tried["field"]), wrong)
    said = _missing(stage, tried["sentence"])
    stage.picture("gate-hard-block")
    _tab("计划")
    for field, text in (("sent_on", "2026-03-11"), ("sent_how", "邮件")):
        hands.type_text(hands.named(field), text)
    hands.press_button("发出第 1 版")
    sending = _refusal(stage)
    stage.picture("gate-plan-refused")
    _close(stage)
    stage.go(Qt.Key.Key_2)
    hands.press_button("开始会议")
    beginning = _refusal(stage)
    stage.picture("gate-visit-refused")
    _close(stage)
    stage.go(Qt.Key.Key_1)
    _tab("人天")
    hands.type_text(hands.named(tried["field"]), right)
    assert tried["sentence"] not in _side(stage), "the block stands although it was mended"
    _tab("计划")
    return {"sentence": said, "sending": sending, "beginning": beginning}


def override(stage: Stage) -> dict[str, str]:
    """A certificate ends before the last planned day; the technical manager lets it pass.

    The certificate is renewed, and the new one is not there yet.
    """
    told = day()["gates"]["override"]
    name = names()[told["person"]]
    _tab("核查组")
    hands.choose("组员", name)
    hands.press_key(Qt.Key.Key_Return)
    hands.type_text(hands.find(QLineEdit, "证书 1 止"), told["valid_to"])
    said = _missing(stage, told["sentence"])
    stage.picture("gate-overridable")
    hands.press_button(f"放行…：{said}", inside=stage.window.side)
    stage.picture("gate-overriding")
    hands.type_text(hands.named("override-name"), told["by"])
    reason = hands.named("override-reason")
    hands.type_text(reason, told["reason"])
    hands.press_key(Qt.Key.Key_Return, widget=reason)
    hands.come_back(stage.window)
    stage.calm()
    after = _missing(stage, told["reason"])
    stage.picture("gate-overridden")
    _tab("计划")
    return {"sentence": said, "after": after}


def warning(stage: Stage) -> dict[str, str]:
    """Production did not run normally on one day: written down, warned of, nothing is refused."""
    told = day()["gates"]["warning"]
    stage.go(Qt.Key.Key_1)
    _tab("阶段")
    site = agreed()["sites"][told["site"]]["name"]
    place = f"{site} {told['day']}"
    for combo in hands.visible(QComboBox):
        name = hands.name_of(combo)
        if name.endswith(" 生产"):
            hands.choose(name, "不正常" if name.startswith(place) else "正常")
            hands.press_key(Qt.Key.Key_Return, widget=combo)
    bare = _missing(stage, told["without"])
    hands.fill(f"{place} 哪些没有正常运行", told["text"])
    stage.calm()
    said = _missing(stage, told["sentence"])
    hands.press_button(f"看看：{said}", inside=stage.window.side)  # leads to the day
    stage.picture("gate-warning")
    _tab("委托")
    return {"without": bare, "sentence": said}


def _tab(name: str) -> None:
    hands.press_button(name, inside=hands.named(PARTS))


def _side(stage: Stage) -> str:
    stage.window.refresh_overview()
    hands.settle(40)
    return "\n".join(label.text() for label in hands.visible(QLabel, stage.window.side))


def _missing(stage: Stage, words: str) -> str:
    """Return the sentence with these words in the side panel.

    Raises:
        AssertionError: if it is not there.
    """
    said = _side(stage)
    found = [line for line in said.splitlines() if words in line]
    assert found, f"the side panel does not say {words!r}: {said}"
    return found[0]


def _banner(stage: Stage) -> QWidget:
    hands.settle(40)
    banner = stage.window.findChild(QWidget, "banner-error")
    assert banner is not None, "nothing was refused"
    assert banner.isVisible(), "nothing was refused"
    return banner


def _refusal(stage: Stage) -> str:
    """Return what the banner says; a refusal has one."""
    labels = _banner(stage).findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.text())


def _close(stage: Stage) -> None:
    hands.press_button("关闭", inside=_banner(stage))
    hands.settle(20)
