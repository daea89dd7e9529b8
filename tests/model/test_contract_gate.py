"""Taking an engagement on: nine items, six questions, six agreed items, one decision."""

from datetime import date

import pytest

from cfpdesk.model.contract_gate import (
    ContractState,
    change_blockers,
    contract_blockers,
    criterion_blockers,
)
from cfpdesk.model.contract_review import (
    Acceptance,
    ChangeOutcome,
    ContractChange,
    ContractReview,
    MaterialityBy,
    application_given,
)
from cfpdesk.model.engagement import AssuranceLevel, Engagement
from cfpdesk.model.gate import Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.rule_entry import RiskGrade, RuleEntry, list_blockers
from cfpdesk.model.rule_list import ItemKind, ListCode
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
GATE = GateMaker("x", "engagement")
LISTS = (ListCode.APPLICATION, ListCode.CONTRACT_QUESTION, ListCode.AGREED_SCOPE)
ENGAGEMENT = Engagement(client="恒锐", client_address="无锡", product="冷轧带钢")
REVIEW = ContractReview(
    assurance_level=AssuranceLevel.REASONABLE,
    materiality_by=MaterialityBy.VERIFIER,
    decision=Acceptance.ACCEPTED,
    decided_on=date(2026, 2, 27),
    approver="周启明",
)


def filled(*codes: ListCode) -> tuple[RuleEntry, ...]:
    """An entry with everything for each item of some lists."""
    return tuple(
        RuleEntry(
            rule_list=code,
            item=item,
            answer=YesNo.YES,
            risk=RiskGrade.LOW,
            text="已写",
        )
        for code in codes
        for item in RULES.rule_list(code).codes
    )


WHOLE = ContractState(ENGAGEMENT, REVIEW, filled(*LISTS))


def codes(now: ContractState, level: Level = Level.HARD) -> list[str]:
    found = contract_blockers(now, RULES)
    return [b.code.removeprefix("contract.") for b in found if b.level is level]


def without(code: ListCode, item: str) -> ContractState:
    left = tuple(e for e in WHOLE.entries if (e.rule_list, e.item) != (code, item))
    return ContractState(Engagement(), REVIEW, left)


def test_a_whole_contract_review_stands() -> None:
    assert contract_blockers(WHOLE, RULES) == ()


@pytest.mark.parametrize("code", LISTS)
def test_every_item_of_every_list_is_asked_for(code: ListCode) -> None:
    for item in RULES.rule_list(code).codes:
        if (code, item) in {(ListCode.AGREED_SCOPE, "level"), (ListCode.APPLICATION, "criteria")}:
            assert codes(without(code, item)) == []  # known from elsewhere
            continue
        found = [b for b in contract_blockers(without(code, item), RULES) if b.level is Level.HARD]
        assert [(b.code, b.target.field) for b in found] == [(f"contract.{code}", f"{code}.{item}")]
        assert found[0].clause == RULES.rule_list(code).clause


def test_agreed_facts_need_not_be_written_twice() -> None:
    assert application_given(ENGAGEMENT) == {"client", "products", "criteria"}
    assert application_given(ENGAGEMENT.but(client_address=" ")) == {"products", "criteria"}
    assert application_given(Engagement(criteria=())) == frozenset()


@pytest.mark.parametrize("decision", [d for d in Acceptance if d is not Acceptance.ACCEPTED])
def test_only_an_accepted_application_goes_on(decision: Acceptance) -> None:
    now = ContractState(ENGAGEMENT, REVIEW.but(decision=decision), WHOLE.entries)
    assert codes(now) == ["decision"]


def test_a_no_cannot_be_accepted_and_needs_a_word() -> None:
    no = RuleEntry(rule_list=ListCode.CONTRACT_QUESTION, item="legality", answer=YesNo.NO)
    rest = tuple(e for e in WHOLE.entries if e.item != "legality")
    assert codes(ContractState(ENGAGEMENT, REVIEW, (*rest, no))) == [
        "contract_question",
        "refused_item",
    ]
    said = no.but(text="未取得排污许可")
    assert codes(ContractState(ENGAGEMENT, REVIEW, (*rest, said))) == ["refused_item"]
    refused = REVIEW.but(decision=Acceptance.REFUSED)
    assert codes(ContractState(ENGAGEMENT, refused, (*rest, said))) == ["decision"]


@pytest.mark.parametrize("changes", [{"approver": " "}, {"decided_on": None}])
def test_the_technical_manager_approves_by_name_and_day(changes: dict[str, object]) -> None:
    now = ContractState(ENGAGEMENT, REVIEW.but(**changes), WHOLE.entries)
    found = contract_blockers(now, RULES)
    assert [(b.code, b.clause) for b in found] == [("contract.approver", "RULE:4.3")]


def test_a_category_is_on_once_a_rule_file_has_it() -> None:
    assert REVIEW.category == "disclosure"
    now = ContractState(ENGAGEMENT, REVIEW.but(category="neutral"), WHOLE.entries)
    assert codes(now) == ["category"]


def test_the_level_is_fixed_and_who_set_the_threshold_is_asked() -> None:
    limited = ENGAGEMENT.but(assurance_level=AssuranceLevel.LIMITED)
    assert codes(ContractState(limited, REVIEW, WHOLE.entries)) == ["level"]
    not_fixed = REVIEW.but(assurance_level=None)
    assert codes(ContractState(ENGAGEMENT, not_fixed, WHOLE.entries)) == ["level"]
    open_by = REVIEW.but(materiality_by=MaterialityBy.OPEN)
    now = ContractState(ENGAGEMENT, open_by, WHOLE.entries)
    assert (codes(now), codes(now, Level.WARNING)) == ([], ["materiality_by"])


def test_an_open_change_warns_and_forbids_a_certificate() -> None:
    first = ContractChange(row="b", description="加一处场所", asked_on=date(2026, 3, 2))
    second = ContractChange(row="a", description="人天", asked_on=date(2026, 3, 1))
    told = change_blockers((first, second))
    assert [(b.level, b.target.row) for b in told] == [(Level.WARNING, "a"), (Level.WARNING, "b")]
    assert {b.level for b in change_blockers((first,), certificate=True)} == {Level.HARD}
    decided = first.but(outcome=ChangeOutcome.REPLANNED)
    assert [b.code for b in change_blockers((decided,))] == ["contract.change_approver"]
    assert change_blockers((decided.but(approver="周启明"),), certificate=True) == ()


@pytest.mark.parametrize(
    ("criterion", "listed"),
    [
        *((name, True) for name in Engagement().criteria),
        ("ISO14067：2018", True),
        ("gb/t 24067—2024", True),
        ("ISO 14067", True),
        ("ISO/IEC 17050-1:2004", True),
        ("GB/T 24044-2008", True),
        ("ISO 14067:2013", False),
        ("GB/T 24067-2009", False),
        ("ISO 14065", False),
        ("PAS 2050", False),
        ("", False),
    ],
)
def test_criteria_that_the_rules_do_not_know_are_flagged(criterion: str, listed: bool) -> None:
    assert (criterion_blockers([criterion], RULES) == ()) is listed


@pytest.mark.parametrize(
    ("code", "entry", "missing"),
    [
        (ListCode.PROGRAMME, RuleEntry(text=" \n"), True),
        (ListCode.PROGRAMME, RuleEntry(text="x"), False),
        (ListCode.STAGE1, RuleEntry(text="x"), True),
        (ListCode.STAGE1, RuleEntry(answer=YesNo.YES), False),
        (ListCode.STAGE1, RuleEntry(answer=YesNo.NO), True),
        (ListCode.STAGE1, RuleEntry(answer=YesNo.NO, text="x"), False),
        (ListCode.DOCUMENT_RISK, RuleEntry(risk=RiskGrade.LOW), True),
        (ListCode.DOCUMENT_RISK, RuleEntry(text="x"), True),
        (ListCode.DOCUMENT_RISK, RuleEntry(risk=RiskGrade.HIGH, text="x"), False),
        (ListCode.PRINCIPLE, RuleEntry(), False),
    ],
)
def test_what_an_item_asks_for(code: ListCode, entry: RuleEntry, missing: bool) -> None:
    wanted = RULES.rule_list(code)
    item = wanted.codes[0]
    kept = RuleEntry(
        rule_list=code, item=item, answer=entry.answer, risk=entry.risk, text=entry.text
    )
    found = list_blockers(wanted, [kept], GATE, given=wanted.codes[1:])
    assert bool(found) is missing
    assert wanted.kind is not ItemKind.MARK or not found


def test_entries_of_other_lists_do_not_count() -> None:
    other = RuleEntry(rule_list=ListCode.PLAN, item="scope", text="x")
    assert len(list_blockers(RULES.rule_list(ListCode.PROGRAMME), [other], GATE)) == 6
