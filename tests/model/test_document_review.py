"""Document review: judgements and risks, and a suspension from which only two ways lead."""

from datetime import date

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.document_review import (
    DocumentReview,
    ReviewStatus,
    check_going_on,
    document_review_blockers,
    resume,
    review_status,
    suspend,
    terminate,
)
from cfpdesk.model.gate import Level
from cfpdesk.model.rule_entry import RiskGrade, RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
DAY, LATER = date(2026, 3, 2), date(2026, 3, 9)
BEGUN = DocumentReview(started_on=DAY)
ENTRIES = tuple(
    RuleEntry(rule_list=code, item=item, answer=YesNo.YES, risk=RiskGrade.MEDIUM, text="见记录")
    for code in (ListCode.DOCUMENT_INPUT, ListCode.DOCUMENT_JUDGEMENT, ListCode.DOCUMENT_RISK)
    for item in RULES.rule_list(code).codes
)


def codes(review: DocumentReview, entries: tuple[RuleEntry, ...] = ENTRIES) -> list[str]:
    found = document_review_blockers(review, entries, RULES)
    return [b.code.removeprefix("document_review.") for b in found]


def test_a_review_passes_through_its_states() -> None:
    assert review_status(DocumentReview()) is ReviewStatus.NOT_STARTED
    assert review_status(BEGUN) is ReviewStatus.UNDER_WAY
    assert review_status(BEGUN.but(ended_on=LATER)) is ReviewStatus.DONE
    halted = suspend(BEGUN, "缺原料台账", DAY)
    assert review_status(halted) is ReviewStatus.SUSPENDED
    assert review_status(resume(halted, LATER)) is ReviewStatus.UNDER_WAY
    again = suspend(resume(halted, LATER), "缺电费单", LATER)
    assert review_status(again) is ReviewStatus.SUSPENDED
    ended = terminate(halted, "逾期未补", LATER)
    assert review_status(ended) is ReviewStatus.TERMINATED


def test_nothing_but_resuming_or_ending_is_possible_while_suspended() -> None:
    halted = suspend(BEGUN, "缺原料台账", DAY)
    with pytest.raises(UserError):
        check_going_on(halted)
    with pytest.raises(UserError):
        suspend(halted, "又缺", LATER)
    check_going_on(resume(halted, LATER))
    check_going_on(BEGUN)


def test_what_is_ended_stays_ended() -> None:
    ended = terminate(BEGUN, "委托方撤回", DAY)
    for move in (
        lambda: check_going_on(ended),
        lambda: resume(ended, LATER),
        lambda: suspend(ended, "x", LATER),
        lambda: terminate(ended, "x", LATER),
    ):
        with pytest.raises(UserError):
            move()


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_suspending_and_ending_need_words(text: str) -> None:
    with pytest.raises(UserError):
        suspend(BEGUN, text, DAY)
    with pytest.raises(UserError):
        terminate(BEGUN, text, DAY)
    with pytest.raises(UserError):
        resume(BEGUN, DAY)


def test_five_judgements_and_three_risks_are_asked_for() -> None:
    done = BEGUN.but(ended_on=LATER)
    assert codes(done) == []
    assert codes(BEGUN) == ["open"]
    found = codes(done, ())
    assert found == ["document_input"] * 4 + ["document_judgement"] * 5 + ["document_risk"] * 3
    levels = [b.level for b in document_review_blockers(done, (), RULES)]
    assert levels == [Level.WARNING] * 4 + [Level.HARD] * 8


def test_a_suspended_review_says_only_that() -> None:
    assert codes(suspend(BEGUN, "缺", DAY), ()) == ["suspended"]
    ended = terminate(BEGUN, "缺", DAY)
    assert codes(ended, ()) == ["terminated", "receipt"]
    assert codes(ended.but(receipt_on=DAY, receipt_by="王建华"), ()) == ["terminated"]
