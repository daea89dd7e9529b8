"""Judgements about lines: each is one operation in the journal, and nothing unusable gets in."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.allocation import AllocationMethod, CoProduct
from cfpdesk.model.balance import Balance, BalanceKind
from cfpdesk.model.end_of_life import Recycling, RecyclingFormula
from cfpdesk.model.inventory import (
    Bucket,
    InventorySettings,
    LifeCycleStage,
    LineReview,
    Methane,
    Origin,
    TraceStep,
)
from cfpdesk.steps import inventory_edit as edit
from cfpdesk.steps import inventory_shares as shares
from cfpdesk.steps.inventory_edit import LineFigure, LineRef, LineText
from cfpdesk.store.session import Session
from tests import builders

D = Decimal


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        yield opened


@pytest.fixture
def line(session: Session) -> LineRef:
    from cfpdesk.model.dataset import Dataset

    with session.transact(msg("Take in {name}", name="x")) as change:
        table = change.put(Dataset(name="清单"))
    return LineRef(table.row, "P1", "P1")


def test_a_verified_figure_stands_beside_the_client_s(session: Session, line: LineRef) -> None:
    edit.set_figure(session, line, LineFigure.FACTOR_VALUE, D("0.5777"))
    edit.write(session, line, LineText.SOURCE, " 2024 年公告 ")
    found = edit.review(session, line)
    assert (found.factor_value, found.source) == (D("0.5777"), "2024 年公告")
    before = len(session.operations())
    edit.write(session, line, LineText.SOURCE, "2024 年公告")
    assert len(session.operations()) == before
    assert session.operations()[0].name.text("zh") == "P1：核实值的来源"
    session.undo()
    assert edit.review(session, line).source == ""


def test_a_typed_factor_is_no_longer_the_one_of_the_library(
    session: Session, line: LineRef
) -> None:
    edit.use_factor(session, line, "row-of-factor", D("0.5777"), "kgCO2e/kWh", "公告")
    assert edit.review(session, line).factor == "row-of-factor"
    edit.set_figure(session, line, LineFigure.FACTOR_VALUE, D("0.6"))
    assert edit.review(session, line).factor == ""


@pytest.mark.parametrize(
    "wrong",
    [
        lambda s, n: edit.set_figure(s, n, LineFigure.ALLOCATED_PCT, D("100.01")),
        lambda s, n: edit.set_figure(s, n, LineFigure.ACTIVITY_PCT, D("-1")),
        lambda s, n: edit.rate(s, n, "time", 6),
        lambda s, n: edit.accept(s, n, "factor.series", "  "),
        lambda s, n: edit.cut_off(s, n, on=True, reason=""),
        lambda s, _n: edit.set_limit(s, "deviation_pct", D("100.5")),
        lambda s, _n: edit.set_simulation(s, 1, 999),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    session: Session, line: LineRef, wrong: Callable[[Session, LineRef], None]
) -> None:
    before = len(session.operations())
    with pytest.raises(UserError):
        wrong(session, line)
    assert len(session.operations()) == before


def test_a_line_is_judged_in_all_its_parts(session: Session, line: LineRef) -> None:
    edit.set_gas(session, line, "CH4", Methane.FOSSIL)
    edit.set_stage(session, line, LifeCycleStage.USE)
    edit.set_bucket(session, line, Bucket.BIOGENIC, aircraft=True)
    edit.set_rank(session, line, "b")
    edit.set_origin(session, line, activity=Origin.PRIMARY)
    edit.set_origin(session, line, factor=Origin.SECONDARY)
    edit.rate(session, line, "time", 2)
    edit.trace(session, line, TraceStep.GWP, on=True)
    edit.trace(session, line, TraceStep.REPORT, on=True)
    edit.accept(session, line, "factor.age", "没有更新的")
    edit.accept(session, line, "factor.rank", "供应商没有")
    edit.set_finding(session, line, "row", "MS-1-01")
    found = edit.review(session, line)
    assert found == LineReview(
        row=found.row,
        dataset=line.dataset,
        line="P1",
        gas="CH4",
        methane=Methane.FOSSIL,
        stage="use",
        bucket=Bucket.BIOGENIC,
        aircraft=True,
        rank="b",
        activity_origin=Origin.PRIMARY,
        factor_origin=Origin.SECONDARY,
        time=2,
        traced=("report", "gwp"),
        accepted=("factor.age", "factor.rank"),
        reason="没有更新的\n供应商没有",
        finding="row",
    )
    edit.object_again(session, line, "factor.age")
    edit.trace(session, line, TraceStep.REPORT, on=False)
    edit.cut_off(session, line, on=True, reason="低于 1 %")
    found = edit.review(session, line)
    assert (found.accepted, found.traced, found.excluded) == (("factor.rank",), ("gwp",), True)
    edit.cut_off(session, line, on=False)
    assert edit.review(session, line).excluded_reason == ""


def test_settings_and_balances_are_kept(session: Session) -> None:
    edit.set_gwp_set(session, "AR5")
    edit.set_limit(session, "cut_off_each_pct", D("0.5"))
    edit.set_simulation(session, 4827, 100_000)
    edit.write_balance(session, BalanceKind.ELECTRICITY, inventory=D(3600000), unit="kWh")
    settings = session.find(InventorySettings)
    assert (settings.gwp_set, settings.seed, settings.draws) == ("AR5", 4827, 100_000)
    assert settings.cut_off_each_pct == D("0.5")
    assert session.find(Balance, kind=BalanceKind.ELECTRICITY).inventory == 3600000


def test_products_share_and_one_is_the_main_one(session: Session) -> None:
    first = shares.add_product(session, "带钢")
    second = shares.add_product(session, " 切边 ")
    shares.edit_product(session, first.row, amount=D(800), unit="t")
    shares.choose_method(session, AllocationMethod.PHYSICAL)
    assert "切边" in str(shares.shares_state(session).problem)
    shares.edit_product(session, second.row, amount=D(200), unit="t")
    assert shares.shares_state(session).main_share() == 80
    shares.edit_product(session, second.row, main=True)
    state = shares.shares_state(session)
    assert state.main_share() == 20
    assert [p.main for p in state.products] == [False, True]
    shares.remove(session, CoProduct, first.row)
    assert shares.shares_state(session).main_share() == 100
    with pytest.raises(UserError):
        shares.add_product(session, " ")


def test_recycling_is_computed_and_twice_taken_credits_show(session: Session) -> None:
    case = shares.add_recycling(session, "钢")
    shares.edit_recycling(
        session,
        case.row,
        virgin=D(10),
        recycling=D(1),
        disposal=D("0.1"),
        content=D("0.3"),
        rate=D("0.8"),
        formula=RecyclingFormula.SUBSTITUTION,
        claimed=D("1.5"),
    )
    found = shares.shares_state(session).recycling[0]
    assert found.verified == D("2.82")
    assert found.twice
    shares.edit_recycling(session, case.row, content=D(30))
    assert shares.shares_state(session).recycling[0].problem
    shares.remove(session, Recycling, case.row)
    assert shares.shares_state(session).recycling == ()
