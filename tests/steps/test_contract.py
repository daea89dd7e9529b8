"""Contract: nothing is accepted half, and what was agreed changes by a change of the contract."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.agreed_fact import Approval, fact_text
from cfpdesk.model.contract_review import (
    Acceptance,
    ChangeOutcome,
    ContractChange,
    ContractReview,
    MaterialityBy,
)
from cfpdesk.model.engagement import AssuranceLevel, Boundary, Engagement
from cfpdesk.model.gate import Level
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import contract, engagement
from cfpdesk.store.rule_library import load_rules
from cfpdesk.store.session import Session
from tests.builders import a_session, closed, give, two_copies

RULES = load_rules()
DAY = date(2026, 2, 27)
APPROVAL = Approval("客户更正了产量", "周启明", DAY)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = a_session(tmp_path)
    engagement.begin(made)
    return made


def fill(session: Session) -> None:
    """Everything that an acceptance asks for."""
    for field, value in (
        ("client", "恒锐"),
        ("client_address", "无锡"),
        ("product", "冷轧带钢"),
        ("declared_unit", "1 t"),
        ("claimed_value", Decimal("2808.56")),
    ):
        engagement.write(session, field, value)
    for code in (ListCode.APPLICATION, ListCode.AGREED_SCOPE):
        for item in RULES.rule_list(code).codes:
            contract.write_item(session, code, item, text="已写")
    for item in RULES.rule_list(ListCode.CONTRACT_QUESTION).codes:
        contract.write_item(session, ListCode.CONTRACT_QUESTION, item, answer=YesNo.YES)
    contract.write_review(session, "materiality_by", MaterialityBy.VERIFIER)


def accept(session: Session) -> None:
    fill(session)
    contract.decide(session, Acceptance.ACCEPTED, "周启明", DAY)


def codes(session: Session) -> list[str]:
    return [b.code for b in engagement.blockers(session)]


def test_an_engagement_that_follows_rules_says_that_nothing_is_recorded(session: Session) -> None:
    assert codes(session).count("contract.nothing") == 1
    contract.write_item(session, ListCode.APPLICATION, "database", text="CPCD")
    found = codes(session)
    assert "contract.nothing" not in found
    assert found.count("contract.application") == 7  # nine less database and criteria
    assert found.count("contract.contract_question") == 6
    assert found.count("contract.agreed_scope") == 5  # the level is a field of the review


def test_without_rules_nothing_of_the_contract_is_asked_for(tmp_path: Path) -> None:
    session = a_session(tmp_path, "old")
    assert not [c for c in codes(session) if c.startswith(("contract.", "stages.", "document_"))]
    contract.write_item(session, ListCode.APPLICATION, "database", text="CPCD")
    found = [b for b in engagement.blockers(session) if b.code.startswith("contract.")]
    assert found
    assert {b.level for b in found} == {Level.WARNING}


@pytest.mark.parametrize("lacking", [ListCode.APPLICATION, ListCode.AGREED_SCOPE])
def test_an_application_with_an_empty_item_is_not_accepted(
    session: Session, lacking: ListCode
) -> None:
    fill(session)
    item = RULES.rule_list(lacking).codes[-1]
    contract.write_item(session, lacking, item, text=" ")
    with pytest.raises(UserError, match="没有填"):
        contract.decide(session, Acceptance.ACCEPTED, "周启明", DAY)
    assert session.find(ContractReview).decision is Acceptance.OPEN
    contract.write_item(session, lacking, item, text="补上")
    contract.decide(session, Acceptance.ACCEPTED, "周启明", DAY)
    assert session.find(ContractReview).decision is Acceptance.ACCEPTED


def test_a_question_answered_no_keeps_it_from_being_accepted(session: Session) -> None:
    fill(session)
    contract.write_item(
        session, ListCode.CONTRACT_QUESTION, "legality", answer=YesNo.NO, text="许可证过期"
    )
    with pytest.raises(UserError):
        contract.decide(session, Acceptance.ACCEPTED, "周启明", DAY)
    with pytest.raises(UserError):
        contract.decide(session, Acceptance.REFUSED, "周启明", DAY)
    contract.decide(session, Acceptance.REFUSED, "周启明", DAY, "许可证过期")
    assert session.find(ContractReview).reason == "许可证过期"


@pytest.mark.parametrize(("approver", "day"), [("", DAY), ("周启明", None), ("  ", DAY)])
def test_somebody_decides_on_a_day(session: Session, approver: str, day: date | None) -> None:
    fill(session)
    with pytest.raises(UserError):
        contract.decide(session, Acceptance.ACCEPTED, approver, day)


def test_acceptance_locks_what_was_agreed_and_nothing_else(session: Session) -> None:
    accept(session)
    assert "contract." not in "".join(codes(session))
    for field, value in (
        ("claimed_value", Decimal(2790)),
        ("boundary", Boundary.GATE_TO_GATE),
        ("client", "别家"),
    ):
        with pytest.raises(UserError):
            engagement.write(session, field, value)
    with pytest.raises(UserError):
        contract.write_item(session, ListCode.AGREED_SCOPE, "stages", text="改")
    with pytest.raises(UserError):
        contract.fix_level(session, AssuranceLevel.LIMITED)
    with pytest.raises(UserError):
        contract.decide(session, Acceptance.REFUSED, "周启明", DAY, "后悔")
    engagement.write(session, "materiality_told_on", DAY)
    engagement.write(session, "number", "CFP-2026-0001")
    assert session.find(Engagement).number == "CFP-2026-0001"


def test_without_an_acceptance_facts_stay_free(session: Session) -> None:
    fill(session)
    engagement.write(session, "claimed_value", Decimal(2790))
    assert session.find(Engagement).claimed_value == 2790


def test_a_fact_changes_by_a_change_of_the_contract_as_one_operation(session: Session) -> None:
    accept(session)
    contract.change_fact(session, "claimed_value", Decimal(2790), ("results",), APPROVAL)
    assert session.find(Engagement).claimed_value == 2790
    (change,) = session.all(ContractChange)
    assert change.outcome is ChangeOutcome.ACCEPTED
    assert change.kinds == ("results",)
    assert (change.reason, change.approver, change.decided_on) == ("客户更正了产量", "周启明", DAY)
    assert "2,808.56 → 2,790" in change.description
    session.undo()
    assert session.find(Engagement).claimed_value == Decimal("2808.56")
    assert session.all(ContractChange) == ()


def test_the_level_changes_in_review_and_engagement_alike(session: Session) -> None:
    accept(session)
    assert session.find(ContractReview).assurance_level is AssuranceLevel.REASONABLE
    contract.change_fact(session, "assurance_level", AssuranceLevel.LIMITED, (), APPROVAL)
    assert session.find(ContractReview).assurance_level is AssuranceLevel.LIMITED
    assert session.find(Engagement).assurance_level is AssuranceLevel.LIMITED
    assert "contract.level" not in codes(session)


def test_the_scope_changes_with_reason_and_approver(session: Session) -> None:
    accept(session)
    contract.change_scope(session, "stages", "原材料与生产", ("sources",), APPROVAL)
    kept = session.find(RuleEntry, rule_list=ListCode.AGREED_SCOPE, item="stages")
    assert kept.text == "原材料与生产"
    assert session.all(ContractChange)[0].description == "生命周期阶段：已写 → 原材料与生产" or (
        "已写 → 原材料与生产" in session.all(ContractChange)[0].description
    )


@pytest.mark.parametrize(
    "approval",
    [Approval("", "周启明", DAY), Approval("因为", "", DAY), Approval("因为", "周启明", None)],
)
def test_a_change_without_reason_approver_or_day_is_refused(
    session: Session, approval: Approval
) -> None:
    accept(session)
    with pytest.raises(UserError):
        contract.change_fact(session, "claimed_value", Decimal(2790), (), approval)
    assert session.all(ContractChange) == ()
    assert session.find(Engagement).claimed_value == Decimal("2808.56")


def test_a_change_that_changes_nothing_or_is_out_of_range_is_refused(session: Session) -> None:
    accept(session)
    for value in (Decimal(5), Decimal(0), Decimal(-1), Decimal("100.01"), None):
        with pytest.raises(UserError):
            contract.change_fact(session, "materiality_pct", value, (), APPROVAL)
    contract.change_fact(session, "materiality_pct", Decimal(100), (), APPROVAL)
    assert session.find(Engagement).materiality_pct == 100


def test_an_asked_change_stays_open_until_it_is_decided(session: Session) -> None:
    accept(session)
    made = contract.ask_change(session, ("sites",), "增加二号厂区", DAY)
    assert codes(session).count("contract.change") == 1
    with pytest.raises(UserError):
        contract.decide_change(session, made.row, ChangeOutcome.REPLANNED, Approval("", "", None))
    contract.decide_change(session, made.row, ChangeOutcome.REPLANNED, APPROVAL)
    assert "contract.change" not in codes(session)
    with pytest.raises(UserError):
        contract.remove_change(session, made.row)
    with pytest.raises(UserError):
        contract.ask_change(session, (), "  ", DAY)


def test_a_change_in_one_copy_arrives_in_the_other(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead.transact(msg("Accept")) as change:
        change.put(
            lead.find(ContractReview).but(
                decision=Acceptance.ACCEPTED, approver="周启明", decided_on=DAY
            )
        )
    contract.change_fact(lead, "product", "镀锌带钢", (), APPROVAL)
    give(lead, auditor)
    auditor.reload()
    with pytest.raises(UserError):
        engagement.write(auditor, "product", "别的")
    assert auditor.find(Engagement).product == "镀锌带钢"
    assert len(auditor.all(ContractChange)) == 1
    closed((lead, auditor))


def test_every_kind_of_fact_is_written_as_it_is_read() -> None:
    assert fact_text(None) == "–"
    assert fact_text(()) == "–"
    assert fact_text(Decimal("2808.56")) == "2,808.56"
    assert fact_text(date(2026, 1, 2)) == "2026-01-02"
    assert str(fact_text(Boundary.CRADLE_TO_GATE)) == "摇篮到大门"
    assert fact_text(("a", "b")) == "a; b"
