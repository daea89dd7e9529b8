"""What a sample says on its page: result, ledger of misstatements, opinion."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)

from cfpdesk.model.finding import Finding
from cfpdesk.model.misstatement import Misstatement
from cfpdesk.model.opinion import Opinion, OpinionType
from cfpdesk.model.population import (
    Population,
)
from cfpdesk.steps import sampling_ledger
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.sampling_page import SamplingPage
from cfpdesk.ui.parts.evaluation_popover import EvaluationPopover, FirmnessPopover
from cfpdesk.ui.parts.misstatement_view import AddPopover
from cfpdesk.ui.parts.sampling_popovers import ExtendPopover
from tests.flow.visit.hands import settle
from tests.sampling_samples import (
    checked,
    drawn,
    shown,
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
from tests.ui.visit_pages import action

D = Decimal
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


# The result -------------------------------------------------------------------------------------


def test_three_lawful_ways_where_a_limit_is_above(window: MainWindow, slips: Population) -> None:
    session = session_of(window)
    one = drawn(session, slips.row)
    assert one.sample is not None
    checked(session, slips.row, wrong={n: D(-20) for n in range(10, 40)})
    page = opened(window)
    assert not page._pane.result._ways.isHidden()
    click(button(page, "way-finding"))
    assert window.current_noun == "finding"
    (made,) = session.all(Finding)
    assert made.title == "带钢入库单 2025"
    evaluation = shown(session, slips.row).evaluation
    assert evaluation is not None
    assert made.effect == round(evaluation.projected.net)
    window.desk.go("sampling")
    click(button(page, "way-finding"))
    assert len(session.all(Finding)) == 1, "it is opened, not raised again"
    window.desk.go("sampling")
    click(button(page, "way-extend"))
    assert isinstance(popup(ExtendPopover), ExtendPopover)


def test_conditions_and_other_methods_are_shown(window: MainWindow, page: SamplingPage) -> None:
    checked(page.session, now(page).population.row)
    settle(60)
    click(page._pane.result.reasons)
    shown_popup = popup(EvaluationPopover)
    words = " ".join(each.text() for each in shown_popup.findChildren(QLabel))
    assert "斯特林格上限" in words
    assert "没有对应的反向追查" in words


def test_the_picture_folds_away_and_stays_so(window: MainWindow, page: SamplingPage) -> None:
    fold = page.findChild(QWidget, "fold-gauge")
    assert fold is not None
    assert page._pane.result.gauge.isVisible()
    click(fold)
    assert not page._pane.result.gauge.isVisible()
    keys("=") if grid_of(page).hasFocus() else None
    page.refresh()
    assert not page._pane.result.gauge.isVisible()
    click(fold)
    assert page._pane.result.gauge.isVisible()


# Misstatements and opinion ----------------------------------------------------------------------


def test_entered_misstatements_stand_in_the_ledger(window: MainWindow, page: SamplingPage) -> None:
    action(window, "ledger")
    assert page._right.currentIndex() == 1
    click(button(page, "add-misstatement"))
    asked = popup(AddPopover)
    assert isinstance(asked, AddPopover)
    fill(asked.kg, "x")
    press(Key.Key_Return)
    assert asked.error.isVisible()
    fill(asked.what, "nitrogen left out")
    fill(asked.kg, "-12,000")
    press(Key.Key_Return)
    (entry,) = page.session.all(Misstatement)
    assert entry.kg == D(-12000)
    assert page._ledger.grid.current_key() == f"added|{entry.row}"
    assert page._ledger._entered.isVisible()
    form = page._ledger._form
    fill(form.field("kg").focus_widget, "-2,000,000")
    press(Key.Key_Tab)
    assert "实质性" in page._ledger.sentence.text()
    check = form.field("corrected").focus_widget
    click(check)
    assert page.session.all(Misstatement)[0].corrected
    assert "在重要性" in page._ledger.sentence.text()
    click(button(page, "remove-misstatement"))
    reason = next(
        w for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )  # fmt: skip
    fill(reason, "typed twice")
    press(Key.Key_Return)
    assert not page.session.all(Misstatement)


def test_an_opinion_needs_a_reason_only_where_it_differs(
    window: MainWindow, page: SamplingPage
) -> None:
    checked(page.session, now(page).population.row)
    action(window, "ledger")
    card = page._opinion
    proposed = sampling_ledger.state(page.session).proposal.type
    assert card.proposed.text() == "保留意见"
    assert proposed is OpinionType.MODIFIED
    card.combo.setCurrentIndex(card.combo.findData(proposed.value))
    card.combo.activated.emit(card.combo.currentIndex())
    settle(30)
    assert page.session.find(Opinion).chosen is proposed
    card.combo.activated.emit(card.combo.findData(OpinionType.UNMODIFIED.value))
    settle(30)
    assert page.session.find(Opinion).chosen is proposed, "asked why first"
    reason = next(
        w for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )  # fmt: skip
    fill(reason, "limits from elsewhere")
    press(Key.Key_Return)
    assert page.session.find(Opinion).chosen is OpinionType.UNMODIFIED
    assert not card._why.isHidden()
    assert "我们认为" in card.words.text()
    card._speak("en")
    assert "In our opinion" in card.words.text()
    click(button(page, "firmness"))
    assert isinstance(popup(FirmnessPopover), FirmnessPopover)


def test_missing_evidence_is_written_by_the_team(window: MainWindow, page: SamplingPage) -> None:
    action(window, "ledger")
    field = page._opinion.form.field("missing").focus_widget
    fill(field, "gas readings")
    press(Key.Key_Return)
    assert page.session.find(Opinion).missing == ("gas readings",)
    box = page._opinion.form.field("pervasive")
    assert not box.box.isHidden()
    click(box.focus_widget)
    assert page._opinion.proposed.text() == "无法表示意见"


def test_an_entry_opens_where_it_comes_from(window: MainWindow, page: SamplingPage) -> None:
    row = now(page).population.row
    checked(page.session, row, wrong={0: D(-1)})
    action(window, "ledger")
    page._ledger.grid.setFocus()
    assert page._ledger.grid.current_key() == f"sample|{row}"
    press(Key.Key_Return)
    assert page._current == row
