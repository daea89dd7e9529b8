"""The sampling page in its window: keys, languages, jobs, readers, what is cut off."""

import threading
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
)

from cfpdesk.i18n import set_language
from cfpdesk.model.gate import Target
from cfpdesk.model.population import (
    FROM_INVENTORY,
    Population,
    SamplingMethod,
)
from cfpdesk.steps import sampling, sampling_edit, sampling_ledger
from cfpdesk.store.sampling_query import QUICK_ROWS
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.sampling_page import SamplingPage
from cfpdesk.ui.parts.population_rows import LEDGER
from cfpdesk.ui.parts.sample_rows import ItemTab
from cfpdesk.ui.search_index import Group, SearchIndex, session_hits
from cfpdesk.ui.window_look import switch_language
from tests.flow.visit.hands import settle
from tests.sampling_samples import (
    checked,
    frozen,
    reverse_test,
    shown,
)
from tests.ui.sampling.hands import (
    button,
    click,
    editing,
    grid_of,
    item,
    keys,
    now,
    press,
)
from tests.ui.visit_pages import cut_in_the_end, nameless, until

D = Decimal
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


# The window -------------------------------------------------------------------------------------


def test_ctrl_6_goes_there_and_the_side_names_what_is_missing(
    window: MainWindow, slips: Population
) -> None:
    QTest.keyClick(window, Key.Key_6, CTRL)
    settle(60)
    assert window.current_noun == "sampling"
    window.refresh_overview()
    assert window.overview is not None
    codes = [b.code for b in window.overview.blockers("sampling")]
    assert "sampling.ledger" in codes
    blocker = next(b for b in window.overview.blockers("sampling") if b.code == "sampling.ledger")
    window.go(blocker.target)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "ledger_total"


def test_items_are_found_by_their_number(window: MainWindow, page: SamplingPage) -> None:
    index = SearchIndex()
    index.add(session_hits(page.session, "zh"))
    wanted = grid_of(page).keys()[7]
    hit = index.find(wanted, [Group.SAMPLE])[0]
    assert hit.target is not None
    window.go(Target("home"))
    window.go(hit.target)
    assert window.current_noun == "sampling"
    assert grid_of(page).current_key() == wanted


def test_a_language_switch_keeps_population_item_and_tab(
    window: MainWindow, page: SamplingPage
) -> None:
    checked(page.session, now(page).population.row, leave=6)
    settle(30)
    page._pane.table._tab_chosen(ItemTab.OPEN.value)
    grid_of(page).go(grid_of(page).keys()[3])
    wanted = grid_of(page).current_key()
    switch_language(window)
    settle(60)
    try:
        assert page._view.tab is ItemTab.OPEN
        assert grid_of(page).current_key() == wanted
        assert "items are still unchecked" in page._pane.result.sentence.text()
    finally:
        switch_language(window)


def test_everything_that_takes_focus_has_a_name(window: MainWindow, page: SamplingPage) -> None:
    reverse_test(page.session, now(page).population.row)
    settle(60)
    found = nameless(window)
    for row in page._list.rows():
        if not row.head:
            page._list.set_current(row.key)
            settle(30)
            found += nameless(window)
    assert not found


def test_tab_goes_from_populations_to_the_table(page: SamplingPage) -> None:
    page._list.setFocus()
    names = []
    for _turn in range(16):
        press(Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName())
    assert names.index("导入总体…") < names.index("样本量怎么来的") < names.index("抽中的项目")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_is_cut_off_in_any_view(
    window: MainWindow, page: SamplingPage, language: str
) -> None:
    session, row = page.session, now(page).population.row
    made = reverse_test(session, row)
    other = sampling_edit.add_population(session, "清单的行", FROM_INVENTORY)
    sampling_edit.choose_method(session, other.row, SamplingMethod.STRATIFIED)
    sampling_ledger.add(session, "氮气没有计入", D(-12000))
    checked(session, row, wrong={n: D(-20) for n in range(10, 40)})
    frozen(session, made.row)
    set_language("en" if language == "en" else "zh")
    window.speak()
    settle(60)
    try:
        for key in (row, made.row, other.row, LEDGER):
            page._list.set_current(key)
            assert not cut_in_the_end(page), key
    finally:
        set_language("zh")
        window.speak()


def test_a_reader_changes_nothing(window: MainWindow, page: SamplingPage) -> None:
    page.session.read_only = True
    page.refresh()
    grid = grid_of(page)
    grid.setFocus()
    first = grid.current_key()
    keys("5")
    assert not editing(page)
    keys("=")
    assert not item(page, first).checked
    page.session.read_only = False


def test_the_sources_are_offered(window: MainWindow, page: SamplingPage) -> None:
    page._import()
    menu = next(w for w in QApplication.allWidgets() if isinstance(w, QMenu) and w.isVisible())
    words = [each.text() for each in menu.actions()]
    menu.close()
    assert "选文件…" in words
    assert any(word == "带钢入库单_2025" for word in words)
    assert any(word.startswith("E-1-001") for word in words)


def test_a_long_table_is_read_in_a_job_while_others_stay_usable(
    window: MainWindow, page: SamplingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page.session
    path = session.folder.parent / "长台账.csv"
    rows = [f"MW-{n:05d},2025-03-11,{10 + n % 7}.5" for n in range(QUICK_ROWS + 800)]
    path.write_text("\n".join(["单号,日期,数量（t）", *rows]), encoding="utf-8")
    page.receive([path])
    until(lambda: page._stack.currentWidget() is page._mapping)
    held, split = threading.Event(), sampling.split_items

    def once_let(*given: Any) -> Any:
        held.wait(10)
        return split(*given)

    monkeypatch.setattr(sampling, "split_items", once_let)
    click(page._mapping.use)
    assert now(page).waits
    assert page._pane._stack.currentWidget() is page._pane.reading
    held.set()
    until(lambda: not now(page).waits)
    assert now(page).facts.items == QUICK_ROWS + 800
    assert page._pane.form.isVisible()


def test_cancelling_says_so_and_reads_again_when_asked(
    window: MainWindow, page: SamplingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page.session
    path = session.folder.parent / "长台账.csv"
    rows = [f"MW-{n:05d},2025-03-11,{10 + n % 7}.5" for n in range(QUICK_ROWS + 800)]
    path.write_text("\n".join(["单号,日期,数量（t）", *rows]), encoding="utf-8")
    page.receive([path])
    until(lambda: page._stack.currentWidget() is page._mapping)

    def endless(_tables: object, _table: object, tell: Callable[[int, int], object]) -> None:
        while True:
            tell(1, 2)
            time.sleep(0.01)

    with monkeypatch.context() as patched:
        patched.setattr(sampling, "split_items", endless)
        click(page._mapping.use)
        assert page._pane._stack.currentWidget() is page._pane.reading
        page.desk.jobs.cancel_current()
        until(lambda: not page.desk.jobs.running)
        assert now(page).waits
    again = button(page._pane.reading, "read-again")
    assert again.isVisible()
    click(again)
    until(lambda: not now(page).waits)


def test_the_state_is_the_one_of_the_step(page: SamplingPage) -> None:
    row = now(page).population.row
    assert shown(page.session, row) == now(page)
