"""The window itself: every page, names, targets, languages, undo, palette, keys."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cfpdesk.errors import UserError
from cfpdesk.i18n import Language, current_language, msg, set_language
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.gate import Target
from cfpdesk.model.next_thing import NextThing
from cfpdesk.steps import engagement as engagement_step
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.page import key_text
from cfpdesk.ui.page_registry import PAGES
from cfpdesk.ui.qt_words import speak_qt
from cfpdesk.ui.side_panel import SidePanel, SideStrip
from cfpdesk.ui.theme import theme
from cfpdesk.ui.tokens import LARGE, MOUSE, Mode
from cfpdesk.ui.window_look import switch_language

CONTROL = Qt.KeyboardModifier.ControlModifier
NOUNS = [entry.noun for entry in PAGES]


def settle() -> None:
    QTest.qWait(60)


def focusable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")  # inside Qt's own composites
    ]


def test_nothing_is_said_to_be_missing_or_not_before_it_was_looked_at(qtbot: QtBot) -> None:
    side, strip = SidePanel(lambda _target: None, lambda: None), SideStrip(lambda: None)
    for made in (side, strip):
        qtbot.addWidget(made)
        made.show()
    for language in ("en", "zh"):
        set_language(language)
        side.build()
        strip.build()
        settle()
        said = [found.text() for made in (side, strip) for found in made.findChildren(QLabel)]
        assert "0" not in said
        assert "这里什么都不差。" not in said
    side.show_blockers(())
    strip.show_blockers(())
    settle()
    assert "这里什么都不差。" in [found.text() for found in side.findChildren(QLabel)]
    assert "0" in [found.text() for found in strip.findChildren(QLabel) if found.isVisible()]


def test_everything_that_takes_focus_has_a_name_and_is_large_enough(window: MainWindow) -> None:
    nameless, small = [], []
    for noun in NOUNS:
        window.go(Target(noun))
        settle()
        for widget in focusable(window):
            name = widget.accessibleName()
            if isinstance(widget, QAbstractButton):
                name = name or widget.text()
            if not name.strip():
                nameless.append(f"{noun}: {type(widget).__name__} {widget.objectName()}")
            if isinstance(widget, QAbstractButton | QLineEdit | QComboBox) and (
                widget.height() < MOUSE.target or widget.width() < MOUSE.target
            ):
                size = f"{widget.width()}x{widget.height()}"
                small.append(f"{noun}: {type(widget).__name__} {name!r} {size}")
    assert nameless == []
    assert small == []


def test_large_controls_are_44_high(window: MainWindow) -> None:
    theme().choose(large=True)
    window.go(Target("engagement"))
    settle()
    small = [
        f"{type(w).__name__} {w.accessibleName()!r} {w.height()}"
        for w in focusable(window)
        if isinstance(w, QAbstractButton | QLineEdit | QComboBox) and w.height() < LARGE.target
    ]
    theme().choose(large=False)
    assert not small


@pytest.mark.parametrize("noun", NOUNS)
def test_both_languages_and_back_keep_the_place(window: MainWindow, noun: str) -> None:
    window.go(Target(noun))
    settle()
    fields = [w for w in focusable(window.stack) if w.objectName()]
    if fields:
        fields[-1].setFocus()
    focus = QApplication.focusWidget()
    name = focus.objectName() if focus else ""
    title = window.frame.title_row.findChild(QLabel)
    assert title is not None
    chinese = title.text()
    switch_language(window)
    settle()
    assert current_language() == "en"
    assert title.text() != chinese
    assert window.current_noun == noun
    now = QApplication.focusWidget()
    if fields:
        assert now is not None
        assert now.objectName() == name
    switch_language(window)
    settle()
    assert title.text() == chinese


def test_half_typed_text_outlives_a_language_switch(window: MainWindow) -> None:
    window.go(Target("engagement"))
    settle()
    lines = [w for w in focusable(window.stack) if isinstance(w, QLineEdit) and w.text()]
    field = next(w for w in lines if not w.isReadOnly())  # what was agreed is locked
    field.setFocus()
    field.setCursorPosition(2)
    name, before = field.objectName(), field.text()
    QTest.keyClicks(field, "x")
    switch_language(window)
    settle()
    again = QApplication.focusWidget()
    assert isinstance(again, QLineEdit)
    assert again.objectName() == name
    assert (again.text(), again.cursorPosition()) == (before[:2] + "x" + before[2:], 3)


def test_undo_and_redo_name_what_they_do(window: MainWindow) -> None:
    session = window.desk.session
    window.go(Target("home"))
    settle()
    engagement_step.write(session, "body", "另一家机构")
    settle()
    assert window.header.undo.isEnabled()
    assert not window.header.redo.isEnabled()
    described = window.header.undo.accessibleDescription()
    assert described
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    settle()
    assert session.find(Engagement).body != "另一家机构"
    assert window.header.redo.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Y, CONTROL)
    settle()
    assert session.find(Engagement).body == "另一家机构"


def test_saved_indicator_tells_the_last_commit(window: MainWindow) -> None:
    at = window.desk.session.saved_at
    assert at is not None
    assert f"{at.astimezone():%H:%M}" in window.header.saved.text()


def test_the_worlds_error_is_a_banner_with_its_sentence(window: MainWindow) -> None:
    def fail() -> None:
        raise UserError(msg("Try again"))

    assert not window.desk.attempt(fail)
    settle()
    words = [found.text() for found in window.frame.banners.findChildren(QLabel)]
    assert str(msg("Try again")) in words
    window.desk.drop_banner("error")
    assert not window.frame.banners.isVisible()


def test_each_page_has_its_key(window: MainWindow) -> None:
    for entry in PAGES:
        window.go(Target("document" if entry.noun != "document" else "home"))
        settle()
        QTest.keyClick(window, getattr(Qt.Key, f"Key_{entry.shortcut[-1]}"), CONTROL)
        settle()
        assert window.current_noun == entry.noun


def test_side_panel_stands_open_on_read_pages_and_is_a_strip_on_work_pages(
    window: MainWindow,
) -> None:
    window.go(Target("home"))
    settle()
    assert window.side.isVisible()
    assert not window.frame.strip.isVisible()
    window.go(Target("checklist"))
    settle()
    width = window.frame.content.width()
    assert window.frame.strip.isVisible()
    assert not window.side.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F9)
    settle()
    assert window.side.isVisible()
    assert abs(window.frame.content.width() - width) <= 40  # over the content, not beside it
    QTest.keyClick(window, Qt.Key.Key_F9)
    settle()
    assert not window.side.isVisible()


def test_f8_collapses_the_rail_and_f7_changes_colours(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.rail.width() == 52
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.rail.width() == 192
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert theme().mode is Mode.DARK
    theme().choose(Mode.LIGHT)


def test_a_narrow_window_collapses_the_rail_by_itself(window: MainWindow) -> None:
    window.resize(1100, 700)
    settle()
    assert window.rail.width() == 52


def test_f6_goes_through_the_panes(window: MainWindow) -> None:
    window.go(Target("checklist"))
    settle()
    seen = set()
    for _press in range(6):
        QTest.keyClick(window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.add(focus)
    assert len(seen) >= 3


def test_the_next_thing_is_done_by_its_key_and_put_off(window: MainWindow) -> None:
    window.go(Target("document"))
    settle()
    thing = window.next_line.thing
    assert thing is not None
    assert not thing.done
    QTest.keyClick(window, Qt.Key.Key_Return, CONTROL)
    settle()
    assert window.current_noun == thing.target.page
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    settle()
    later = window.next_line.thing
    assert later is not None
    assert later.code != thing.code


def test_the_next_line_stays_as_it_is_while_somebody_types(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go(Target("engagement"))
    settle()
    before = window.next_line.thing
    client = window.stack.findChild(QLineEdit, "client")
    assert isinstance(client, QLineEdit)
    client.setFocus()
    QTest.keyClicks(client, "ab")
    other = NextThing("other", msg("Undo"))
    monkeypatch.setattr("cfpdesk.ui.overview.next_thing", lambda _situation: other)
    window.refresh_overview()
    assert window.next_line.thing == before
    monkeypatch.setattr("cfpdesk.ui.keys.TYPING_S", 0.0)  # as if three seconds had gone by
    window.refresh_overview()
    assert window.next_line.thing == other


def test_leaving_a_page_commits_what_is_typed(window: MainWindow) -> None:
    window.go(Target("engagement"))
    settle()
    field = window.stack.findChild(QLineEdit, "body")
    assert field is not None
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Steel Ltd")
    window.go(Target("home"))
    settle()
    assert window.desk.session.find(Engagement).body == "Steel Ltd"


def test_multi_line_fields_let_tab_leave_them(window: MainWindow) -> None:
    for noun in ("checklist", "finding"):
        window.go(Target(noun))
        settle()
        for field in window.stack.findChildren(QPlainTextEdit):
            assert field.tabChangesFocus() or field.isReadOnly()


def test_many_language_switches_do_no_harm(window: MainWindow) -> None:
    """What is rebuilt may be in the middle of its own event: nothing is deleted at once."""
    window.go(Target("home"))
    settle()
    for _switch in range(20):
        QTest.mouseClick(window.header.language, Qt.MouseButton.LeftButton)
        QTest.qWait(5)
    assert current_language() == "zh"
    assert window.header.language.isVisible()


def test_the_first_touch_offers_large_controls_once(window: MainWindow) -> None:
    device = QTest.createTouchDevice()
    window.desk.settings.put_flag("touch_told", value=False)
    at = window.next_line.geometry().center()
    QTest.touchEvent(window, device).press(0, at, window).commit()
    QTest.touchEvent(window, device).release(0, at, window).commit()
    settle()
    assert window.desk.settings.flag("touch_told")
    assert not theme().large
    shown = [w.accessibleName() for w in window.next_line.findChildren(QLabel)]
    assert any("F10" in text for text in shown)


def test_an_error_goes_with_the_next_deed_or_page(window: MainWindow) -> None:
    def fail() -> None:
        raise UserError(msg("Try again"))

    window.desk.attempt(fail)
    settle()
    assert window.frame.banners.isVisible()
    window.go(Target("evidence"))
    settle()
    assert not window.frame.banners.isVisible()
    window.desk.attempt(fail)
    settle()
    with window.desk.session.transact(msg("Mend it")) as change:
        change.put(window.desk.session.find(Engagement).but(body="Steel Ltd"))
    settle()
    assert not window.frame.banners.isVisible()


def test_a_field_that_is_led_to_can_be_seen(window: MainWindow) -> None:
    window.resize(1280, 640)
    window.go(Target("engagement", field="materiality_told_how"))
    QTest.qWait(200)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    area = window.stack.findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(0)
    assert field.visibleRegion().isEmpty()
    window.go(Target("engagement", field="materiality_told_how"))
    QTest.qWait(200)
    assert field.hasFocus()
    assert field.visibleRegion().boundingRect().height() == field.height()


def test_the_sentence_of_the_next_thing_is_never_pushed_together(window: MainWindow) -> None:
    line = window.next_line
    settle()
    window._soon.stop()  # nothing else is shown in between
    window._tick.stop()
    line.show_thing(
        NextThing("x", "去验证：P1 的因子", "RULE:6.2", "很长的说明" * 60, Target("inventory"))
    )
    QApplication.processEvents()
    assert line._sentence.text() == "去验证：P1 的因子"
    assert line._context.text().endswith("…")


def test_the_fields_own_menu_speaks_the_language_of_the_window(window: MainWindow) -> None:
    def copy() -> str:
        return QCoreApplication.translate("QWidgetTextControl", "&Copy")

    speak_qt("zh")
    assert "复制" in copy()
    speak_qt("en")
    assert copy() == "&Copy"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_keys_are_written_in_signs_in_both_languages(language: Language) -> None:
    speak_qt(language)
    assert key_text("Ctrl+Return") == "Ctrl ↵"
    assert key_text("Alt+Right") == "Alt →"
    assert key_text("Ctrl+K") == "Ctrl K"
    assert key_text("") == ""
    speak_qt("en")


def test_the_words_at_the_foot_of_the_rail_open_what_their_button_opens(
    window: MainWindow,
) -> None:
    opened: list[str] = []
    window.services["backup"] = lambda: opened.append("backup")
    window.services["identity"] = lambda: opened.append("identity")
    for word in window.rail._foot_words:
        QTest.mouseClick(word, Qt.MouseButton.LeftButton)
    assert opened == ["backup", "backup", "identity", "identity", "identity"]
