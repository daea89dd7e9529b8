"""The finding page in the real window: written, moved, answered, signed, taken back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget

from cfpdesk.i18n import msg
from cfpdesk.model.evidence import Link, LinkRole
from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.model.meeting import Signature
from cfpdesk.model.team import Role
from cfpdesk.steps import finding
from cfpdesk.steps.finding import FindingText
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.document_page import DocumentPage
from cfpdesk.ui.pages.finding_page import FindingPage
from cfpdesk.ui.signing import SigningRequest, SigningResult


@pytest.fixture
def page(window: MainWindow) -> FindingPage:
    window.desk.go("finding")
    QApplication.processEvents()
    found = window.page
    assert isinstance(found, FindingPage)
    return found


@pytest.fixture
def made(page: FindingPage) -> Finding:
    """A misstatement, just begun."""
    page._create(FindingKind.MISSTATEMENT)
    QApplication.processEvents()
    return page.session.all(Finding)[0]


def kept(page: FindingPage) -> Finding:
    return page.session.all(Finding)[0]


def fill(edit: QWidget, text: str) -> None:
    edit.setFocus()
    QTest.keyClicks(edit, text)


def reason_field() -> QLineEdit:
    return next(
        w
        for w in QApplication.allWidgets()
        if isinstance(w, QLineEdit) and w.objectName() == "reason" and w.isVisible()
    )


def test_none_is_said_with_its_clause(page: FindingPage) -> None:
    assert page._stack.currentIndex() == 1


def test_new_offers_the_kinds(page: FindingPage) -> None:
    page._new()
    menu = next(w for w in QApplication.allWidgets() if isinstance(w, QMenu) and w.isVisible())
    assert [a.text() for a in menu.actions()] == [
        "主要不符合", "次要不符合", "错报", "观察项", "澄清请求",
    ]  # fmt: skip
    menu.actions()[1].trigger()
    menu.close()
    assert kept(page).kind is FindingKind.MINOR
    assert kept(page).number == "NC-1-01"


def test_fields_are_kept_when_left(page: FindingPage, made: Finding) -> None:
    detail = page._detail
    fill(detail.title.edit, "Factor")
    fill(detail.facts.edit, "0.5306")
    fill(detail.effect.edit, "-169,560")
    fill(detail.requirement.edit, "use 0.5777")
    fill(detail.deadline.edit, "2026-4-17")
    detail.clauses.edit.show()
    fill(detail.clauses.edit, "Rule 9.7")
    QTest.keyClick(detail.clauses.edit, Qt.Key.Key_Return)
    page._list.setFocus()
    now = kept(page)
    assert (now.title, now.facts, now.requirement) == ("Factor", "0.5306", "use 0.5777")
    assert (now.effect, now.deadline) == (Decimal(-169560), date(2026, 4, 17))
    assert now.clauses == ("RULE:9.7",)
    assert detail.effect.edit.text() == "−169,560"
    assert "0.50 %" in detail._share.text()
    assert "10 %" in detail._share.text()
    fill(detail.effect.edit, "x")
    page._list.setFocus()
    assert detail.effect.edit.property("state") == "bad"


def test_an_effect_shows_what_it_does_to_the_claim_at_once(
    page: FindingPage, made: Finding
) -> None:
    shown = page._detail.claim
    assert not shown.isVisible()
    fill(page._detail.effect.edit, "-186,386")
    page._detail.facts.edit.setFocus()
    QApplication.processEvents()
    assert shown.isVisible()
    first = shown.bar.accessibleName()
    assert "计入前 0.00 %" in first
    assert "在 −5.00 % 之内" in first
    page._detail.effect.edit.clear()
    fill(page._detail.effect.edit, "2,000,000")
    page._detail.facts.edit.setFocus()
    QApplication.processEvents()
    assert "超出 +5.00 %" in shown.bar.accessibleName()
    shown.bar.grab()


def test_the_next_step_says_what_it_needs_and_then_goes(page: FindingPage, made: Finding) -> None:
    go = page._detail.steps.next_button
    assert not go.isEnabled()
    assert "标题" in page._detail.steps.needs.text()
    page._detail.steps._pressed("closed")
    assert "先要" in page._detail.steps.needs.text()
    fill(page._detail.title.edit, "Factor")
    fill(page._detail.facts.edit, "0.5306")
    fill(page._detail.effect.edit, "-5")
    page._list.setFocus()
    assert go.isEnabled()
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    assert kept(page).state is FindingState.RAISED


def raise_it(page: FindingPage, row: str) -> None:
    session = page.session
    for field in (FindingText.TITLE, FindingText.FACTS, FindingText.REQUIREMENT):
        finding.write(session, row, field, "words")
    finding.set_effect(session, row, Decimal(-5))
    finding.move(session, row, FindingState.RAISED)


def test_alt_right_takes_the_next_step(page: FindingPage, made: Finding) -> None:
    raise_it(page, made.row)
    page._list.setFocus()
    QTest.keyClick(page._list, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert kept(page).state is FindingState.TOLD


def test_the_client_disputes_in_his_own_words(page: FindingPage, made: Finding) -> None:
    raise_it(page, made.row)
    disputed = page.findChild(QPushButton, f"choice-{Position.DISPUTED}")
    assert disputed is not None
    QTest.mouseClick(disputed, Qt.MouseButton.LeftButton)
    fill(page._detail.answer.response.edit, "outside the boundary")
    fill(page._detail.answer.reply.edit, "it returns to the line")
    page._list.setFocus()
    now = kept(page)
    assert now.position is Position.DISPUTED
    assert (now.response, now.reply) == ("outside the boundary", "it returns to the line")
    assert "有异议" in page._list.rows()[0].below  # type: ignore[union-attr]


def test_the_client_signs_what_is_shown(page: FindingPage, made: Finding) -> None:
    handed: list[SigningRequest] = []
    page.desk.hand_over = handed.extend  # type: ignore[method-assign, assignment]
    assert not page.hand_over()
    raise_it(page, made.row)
    finding.set_position(page.session, made.row, Position.AGREED)
    assert page.hand_over()
    (request,) = handed
    assert request.pdf("zh").startswith(b"%PDF")
    assert request.pdf("en") != request.pdf("zh")
    request.signed(SigningResult(typed="Chen"))
    (signature,) = page.session.all(Signature)
    assert signature.typed == "Chen"
    assert page._detail.answer._signed.isVisible()
    assert not page._detail.answer._stale.isVisible()
    finding.write(page.session, made.row, FindingText.FACTS, "something else")
    assert page._detail.answer._stale.isVisible()


def test_regrading_after_it_was_raised_needs_a_reason(page: FindingPage, made: Finding) -> None:
    page._regrade(FindingKind.MINOR)
    assert kept(page).kind is FindingKind.MINOR
    raise_it(page, made.row)
    page._regrade(FindingKind.MAJOR)
    assert kept(page).kind is FindingKind.MINOR
    QTest.keyClicks(reason_field(), "repeated")
    QTest.keyClick(reason_field(), Qt.Key.Key_Return)
    assert kept(page).kind is FindingKind.MAJOR
    assert page.session.operations()[0].reason == "repeated"


def test_only_the_lead_regrades(page: FindingPage, made: Finding) -> None:
    raise_it(page, made.row)
    me = page.session.me()
    assert me is not None
    with page.session.transact(msg("Edit")) as change:
        change.put(me.but(role=Role.VERIFIER))
    page._detail._menu()
    menu = next(
        w for w in QApplication.allWidgets()
        if isinstance(w, QMenu) and w.isVisible() and w.parent() is page._detail
    )  # fmt: skip
    grade = menu.actions()[0]
    assert not grade.isEnabled()
    menu.close()


def test_evidence_of_the_correction_is_linked_as_such(
    page: FindingPage, made: Finding, tmp_path: Path
) -> None:
    raise_it(page, made.row)
    path = tmp_path / "new.txt"
    path.write_text("new meter", "utf-8")
    page._drop([path], proof=True)
    page.desk.jobs.wait()
    wait(lambda: finding.state(page.session).findings[0].correction_evidence)
    (link,) = page.session.all(Link)
    assert link.role is LinkRole.CORRECTION
    assert page._detail.proof._tiles


def wait(condition: Callable[[], object]) -> None:
    for _ in range(300):
        if condition():
            return
        QTest.qWait(20)
    pytest.fail("it did not happen")


def test_deleting_keeps_the_number_taken(page: FindingPage, made: Finding) -> None:
    page._delete()
    QTest.keyClicks(reason_field(), "twice")
    QTest.keyClick(reason_field(), Qt.Key.Key_Return)
    assert not page.session.all(Finding)
    page._create(FindingKind.MISSTATEMENT)
    assert kept(page).number == "MS-1-02"


def test_tabs_follow_the_state(page: FindingPage, made: Finding) -> None:
    closed = page.findChild(QPushButton, "choice-closed")
    assert closed is not None
    assert closed.text() == "已关闭 0"
    QTest.mouseClick(closed, Qt.MouseButton.LeftButton)
    assert not page._list.rows()
    page.desk.go("finding", made.row)
    assert page._list.current_key() == made.row


def test_after_the_seal_a_reason_is_asked_and_the_text_is_written(
    page: FindingPage, made: Finding
) -> None:
    from cfpdesk.model.closing import Seal

    with page.session.transact(msg("Seal the visit")) as change:
        change.put(Seal(person="x"))
    fill(page._detail.facts.edit, "later")
    page._list.setFocus()
    QApplication.processEvents()
    assert kept(page).facts == ""
    QTest.keyClicks(reason_field(), "forgotten")
    QTest.keyClick(reason_field(), Qt.Key.Key_Return)
    assert kept(page).facts == "later"
    assert page.session.operations()[0].reason == "forgotten"


def test_tab_goes_in_reading_order(page: FindingPage, made: Finding) -> None:
    names = ["title", "facts", "effect", "deadline", "requirement", "response", "reply"]
    chain: list[str] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        if page.isAncestorOf(widget) and widget.objectName() in names:
            chain.append(widget.objectName())
        widget = widget.nextInFocusChain()
    assert chain == names


def test_a_step_that_cannot_be_taken_leads_to_what_it_lacks(
    page: FindingPage, made: Finding
) -> None:
    page._list.setFocus()
    QTest.keyClick(page._list, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    assert page._detail.title.edit.hasFocus()
    fill(page._detail.title.edit, "no certificate")
    QTest.keyClick(page._detail.title.edit, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    assert page._detail.steps.lacking() == "facts"
    assert page._detail.facts.edit.hasFocus()


@pytest.mark.parametrize(
    ("noun", "code"),
    [
        ("checklist", "checklist_record"),
        ("evidence", "evidence_index"),
        ("finding", "finding_report"),
    ],
)
def test_ctrl_p_leads_to_the_paper_of_the_page(
    window: MainWindow, made: Finding, noun: str, code: str
) -> None:
    window.desk.go(noun)
    QApplication.processEvents()
    page = window.page
    assert page is not None
    action = next(a for a in page.page_actions() if a.shortcut == "Ctrl+P")
    action.run()
    QApplication.processEvents()
    shown = window.page
    assert isinstance(shown, DocumentPage)
    assert shown._code == code
