"""The sampling page in the real window: from the client's ledger to a drawn sample."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
)

from cfpdesk.i18n import msg
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.population import (
    Population,
    SamplingMethod,
    SamplingSettings,
)
from cfpdesk.model.population_gate import PopulationStage
from cfpdesk.steps import sampling, sampling_edit, sampling_ledger
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.sampling_page import SamplingPage
from cfpdesk.ui.parts.plan_card import PlanPopover
from cfpdesk.ui.parts.sampling_popovers import ItemChooser
from cfpdesk.ui.parts.sampling_settings import SettingsPopover
from tests.flow.visit.hands import settle
from tests.sampling_samples import (
    SLIPS,
    frozen,
)
from tests.ui.sampling.hands import (
    button,
    click,
    fill,
    grid_of,
    keys,
    now,
    opened,
    popup,
    press,
    session_of,
)
from tests.ui.visit_pages import until

D = Decimal
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


# From nothing to a drawn sample -----------------------------------------------------------------


def test_nothing_is_said_with_its_clause_and_one_button(window: MainWindow) -> None:
    page = opened(window)
    assert page._stack.currentWidget() is page._nothing
    assert "没有总体" in page._nothing.sentence.text()
    window.refresh_overview()
    assert [b.code for b in sampling.blockers(page.session)] == ["sampling.none"]


def test_a_file_becomes_a_population(window: MainWindow) -> None:
    page = opened(window)
    assert page.receive([SLIPS])
    until(lambda: page._stack.currentWidget() is page._mapping)
    assert page._mapping.use.isEnabled()
    click(page._mapping.use)
    assert page._stack.currentWidget() is page._work
    one = now(page)
    assert (one.facts.items, one.facts.imported_total) == (412, D(12600))
    assert one.population.unit == "t"
    assert one.population.method is SamplingMethod.EMISSION_UNIT
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "ledger_total"


def test_leaving_the_mapping_writes_nothing(window: MainWindow) -> None:
    page = opened(window)
    page.receive([SLIPS])
    until(lambda: page._stack.currentWidget() is page._mapping)
    click(button(page, "leave-mapping"))
    assert page._stack.currentWidget() is page._nothing
    assert not page.session.all(Population)
    assert len(page.session.all(Evidence)) == 1


def test_columns_can_be_said_anew_before_freezing(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    click(button(page, "columns-of-table"))
    until(lambda: page._stack.currentWidget() is page._mapping)
    page._mapping._numbers["first"].setFocus()
    fill(page._mapping._numbers["first"], "5")
    page._mapping.use.setFocus()
    settle(60)
    click(page._mapping.use)
    assert now(page).facts.items == 411
    assert len(page.session.all(Population)) == 1


def test_the_whole_order_by_keys_and_clicks(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    freeze = page._pane.steps.button
    assert not freeze.isEnabled()
    ledger = page._pane.form._items.field("ledger_total").focus_widget
    fill(ledger, "12,599")
    press(Key.Key_Tab)
    assert "相差 1.00 t" in page._pane.form._reconciled.text()
    assert not freeze.isEnabled()
    fill(ledger, "12600")
    press(Key.Key_Tab)
    assert "一致" in page._pane.form._reconciled.text()
    assert freeze.isEnabled()
    click(freeze)
    assert now(page).stage is PopulationStage.SEED
    assert page._pane.strip.isVisible()
    digits = page._pane.seed.digits
    assert digits.hasFocus()
    keys("482")
    press(Key.Key_Return)
    assert now(page).stage is PopulationStage.DRAW
    assert now(page).population.seed_number == "482"
    assert now(page).population.seed_by
    press(Key.Key_Space)  # the draw has the focus
    assert now(page).stage is PopulationStage.CHECK
    assert now(page).facts.drawn == 45
    assert grid_of(page).hasFocus()
    assert "还有 45 项未核" in page._pane.result.sentence.text()


def test_what_is_no_number_is_said_at_the_field(window: MainWindow, slips: Population) -> None:
    frozen(session_of(window), slips.row)
    page = opened(window)
    fill(page._pane.seed.digits, "48a")
    click(button(page, "take-seed"))
    assert now(page).stage is PopulationStage.SEED
    assert page._pane.seed._error.isVisible()
    assert page._pane.seed.digits.text() == "48a"


def test_the_number_of_the_opening_meeting_serves_what_was_frozen_before(
    window: MainWindow, slips: Population
) -> None:
    session = session_of(window)
    frozen(session, slips.row)
    with session.transact(msg("Edit the engagement")) as change:
        meeting = session.find(Meeting, kind=MeetingKind.OPENING)
        change.put(meeting.but(spoken_number="4827", spoken_by="王建华", spoken_at=change.now))
    page = opened(window)
    take = button(page, "take-spoken")
    assert take.isVisible()
    click(take)
    assert now(page).population.seed_number == "4827"


def test_an_earlier_number_is_refused_with_its_reason(
    window: MainWindow, slips: Population
) -> None:
    session = session_of(window)
    with session.transact(msg("Edit the engagement")) as change:
        meeting = session.find(Meeting, kind=MeetingKind.OPENING)
        change.put(meeting.but(spoken_number="4827", spoken_by="王建华", spoken_at=change.now))
    frozen(session, slips.row)
    page = opened(window)
    assert not button(page, "take-spoken").isVisible()
    assert "冻结之前" in page._pane.seed._spoken_why.text()


# The recipe -------------------------------------------------------------------------------------


def test_the_recipe_asks_for_what_its_method_needs(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    form = page._pane.form
    method = form._method.field("method").focus_widget
    assert isinstance(method, QComboBox)
    for kind, fields in (
        (SamplingMethod.STRATIFIED, {"allocation", "strata", "estimator"}),
        (SamplingMethod.TWO_STAGE, {"primary_size", "estimator"}),
        (SamplingMethod.ATTRIBUTE, {"limit", "staged"}),
        (SamplingMethod.JUDGEMENT, {"judgement_reason"}),
        (SamplingMethod.WHOLE, set()),
        (SamplingMethod.EMISSION_UNIT, set()),
    ):
        method.setCurrentIndex(method.findData(kind.value))
        method.activated.emit(method.currentIndex())
        settle(30)
        assert now(page).population.method is kind
        seen = {name for name, each in form._details.items() if not each.isHidden()}
        assert seen == fields


def test_what_is_known_already_is_told_before_the_draw(
    window: MainWindow, slips: Population
) -> None:
    session = session_of(window)
    page = opened(window)
    page._list.set_current(slips.row)
    settle(60)
    told = page.findChild(QLabel, "room-left")
    assert told is not None
    assert told.isHidden()
    sampling_ledger.add(session, "重复计的一批", D(400_000))
    page.refresh()
    settle(60)
    assert not told.isHidden()
    assert "可容忍率最多设为 3.8 %" in told.text()
    sampling_edit.edit_recipe(
        session, slips.row, tolerable_pct=D("3.8"), override_reason="已发现高报"
    )
    page.refresh()
    settle(60)
    assert told.isHidden()


def test_figures_by_hand_ask_why(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    size = page._pane.form._overrides.field("sample_size").focus_widget
    fill(size, "1.5")
    press(Key.Key_Tab)
    assert size.property("state") == "bad"
    fill(size, "90")
    press(Key.Key_Tab)
    assert now(page).plan.size == 90
    fill(page._pane.form._items.field("ledger_total").focus_widget, "12600")
    press(Key.Key_Tab)
    assert not page._pane.steps.button.isEnabled()
    assert "理由" in page._pane.plan._not_yet.text()


def test_bounds_of_strata_rise_by_themselves(window: MainWindow, slips: Population) -> None:
    sampling_edit.choose_method(session_of(window), slips.row, SamplingMethod.STRATIFIED)
    page = opened(window)
    field = page._pane.form._details["strata"].field("strata").focus_widget
    for text in ("100", "30"):
        fill(field, text)
        press(Key.Key_Return)
    assert now(page).population.strata == ("30", "100")


def test_items_are_chosen_by_judgement(window: MainWindow, slips: Population) -> None:
    sampling_edit.choose_method(session_of(window), slips.row, SamplingMethod.JUDGEMENT)
    page = opened(window)
    page._act.look_at_items()
    chooser = popup(ItemChooser)
    assert isinstance(chooser, ItemChooser)
    fill(chooser.search, "0146")
    assert chooser.grid.keys() == ("RK-25-0146",)
    chooser.grid.setFocus()
    press(Key.Key_Space)
    chooser.close()
    settle(30)
    assert now(page).population.judgement_items == ("RK-25-0146",)
    assert "1 项" in page._pane.form._chosen.text()


def test_a_frozen_recipe_shows_locks_and_no_form(page: SamplingPage) -> None:
    assert not page._pane.form.isVisible()
    for fact in ("population", "method", "confidence", "seed"):
        assert "不能再改" in page._pane.strip.fact(fact)
    assert "4827" in page._pane.strip.fact("seed")
    assert "412 项" in page._pane.strip.fact("population")
    page._look.plan(page._pane._how)
    assert isinstance(popup(PlanPopover), PlanPopover)


def test_settings_are_changed_where_the_size_is_explained(
    window: MainWindow, slips: Population
) -> None:
    page = opened(window)
    before = now(page).plan.size
    click(button(page, "sampling-settings"))
    asked = popup(SettingsPopover)
    assert isinstance(asked, SettingsPopover)
    floor = asked.form.field("reasonable_floor").focus_widget
    performance = asked.form.field("performance_pct").focus_widget
    fill(floor, "80")
    performance.setFocus()
    assert now(page).plan.size == 80 > before
    fill(performance, "76")
    floor.setFocus()
    assert performance.property("state") == "bad"
    fill(performance, "60")
    asked.close()
    settle(30)
    assert page.session.find(SamplingSettings).performance_pct == D(60)


def test_a_step_says_why_it_waits(window: MainWindow, slips: Population) -> None:
    page = opened(window)
    page._pane.steps.pressed.emit("draw")
    settle(30)
    assert any("先要" in words.text() for words in window.next_line.findChildren(QLabel))
