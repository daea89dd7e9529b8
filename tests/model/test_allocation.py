"""Allocation, recycling, balances and cut-off: worked examples E5 to E7 and their edges."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.allocation import AllocationMethod, CoProduct, divided, shares
from cfpdesk.model.balance import Balance, difference_pct, is_balanced
from cfpdesk.model.cut_off import cut_off
from cfpdesk.model.end_of_life import Recycling, RecyclingFormula, credited_twice, emissions
from cfpdesk.model.inventory import InventorySettings, LineReview
from tests.model.test_recalculation import E1, computed

D = Decimal
JOINT = [
    CoProduct(name="A", amount=D(800), unit="kg", price=D(5)),
    CoProduct(name="B", amount=D(200), unit="kg", price=D(20)),
]


@pytest.mark.parametrize(
    ("method", "first", "second"),
    [(AllocationMethod.PHYSICAL, 800, 200), (AllocationMethod.ECONOMIC, 500, 500)],
)
def test_joint_production(method: AllocationMethod, first: int, second: int) -> None:
    assert divided(D(1000), shares(method, JOINT)) == (D(first), D(second))


@given(
    st.decimals(-(10**9), 10**9, places=4),
    st.lists(st.decimals("0.001", 10**6, places=3), min_size=1, max_size=9),
)
def test_the_sum_is_kept_exactly(total: Decimal, amounts: list[Decimal]) -> None:
    products = [CoProduct(name=str(a), amount=a, unit="t") for a in amounts]
    found = shares(AllocationMethod.PHYSICAL, products)
    assert sum(share.pct for share in found) == 100
    assert sum(divided(total, found)) == total


@pytest.mark.parametrize(
    ("method", "products", "word"),
    [
        (AllocationMethod.ECONOMIC, [JOINT[0], JOINT[1].but(price=None)], "price"),
        (AllocationMethod.PHYSICAL, [JOINT[0], CoProduct(name="C", unit="kg")], "quantity"),
        (AllocationMethod.PHYSICAL, [JOINT[0], JOINT[1].but(unit="t")], "one unit"),
        (AllocationMethod.PHYSICAL, [CoProduct(amount=D(0), unit="t")], "zero"),
        (AllocationMethod.PHYSICAL, [CoProduct(amount=D(-1), unit="t")], "negative"),
        (AllocationMethod.SUBDIVISION, [CoProduct(share_pct=D(90))], "90"),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_shared_say_why(
    method: AllocationMethod, products: list[CoProduct], word: str
) -> None:
    with pytest.raises(UserError) as refused:
        shares(method, products)
    assert word in refused.value.message.text("en")


def test_nothing_is_allocated_where_nothing_is_shared() -> None:
    assert shares(AllocationMethod.NONE, JOINT) == ()
    assert divided(D(5), ()) == ()


CASE = Recycling(
    virgin=D(10), recycling=D(1), disposal=D("0.1"), content=D("0.3"), rate=D("0.8")
)  # fmt: skip


def test_recycling_formulas() -> None:
    assert emissions(CASE) == D("7.32")
    assert emissions(CASE, RecyclingFormula.SUBSTITUTION) == D("2.82")
    assert emissions(CASE.but(disposal=None)) is None
    with pytest.raises(UserError, match=r"0\.3"):
        emissions(CASE.but(content=D(30)))


def test_both_credits_are_noticed() -> None:
    assert not credited_twice(CASE.but(claimed=D("2.82")))
    assert credited_twice(CASE.but(claimed=D("2.81")))
    assert credited_twice(CASE.but(credit_content=True, credit_rate=True))
    assert not credited_twice(CASE.but(credit_content=True))
    assert not credited_twice(Recycling(claimed=D(-5)))


def test_land_use_change_is_spread_over_twenty_years() -> None:
    """E5: (180−60) tC/ha × 44/12 ÷ 20 a ÷ 5 t/ha/a, as an activity and its factor."""
    carbon = (D(180) - D(60)) * 44 / 12 / 20
    assert carbon / 5 == D("4.4")


@pytest.mark.parametrize(
    ("inventory", "other", "pct", "ok"),
    [("3600000", "3614458", "-0.40", True), ("102", "100", "2.00", True),
     ("102.01", "100", "2.01", False), ("98", "-100", "198.00", False)],
)  # fmt: skip
def test_balances(inventory: str, other: str, pct: str, ok: bool) -> None:
    balance = Balance(inventory=D(inventory), other=D(other))
    assert round(difference_pct(balance) or D(0), 2) == D(pct)
    assert is_balanced(balance) is ok


def test_a_balance_without_figures_says_nothing() -> None:
    assert is_balanced(Balance(inventory=D(1))) is None
    assert is_balanced(Balance(inventory=D(1), other=D(0))) is None


def out(key: str, reason: str = "below 1 %") -> LineReview:
    """Return the judgement that a line is cut off."""
    return LineReview(dataset="d", line=key, excluded=True, excluded_reason=reason)


def test_the_leak_may_be_cut_off_and_the_road_may_not() -> None:
    settings = InventorySettings()
    leak = cut_off(computed(E1, out("leak")).lines, settings)
    assert round(leak.total_pct, 4) == D("0.0119")
    assert (leak.too_large, leak.without_reason, leak.exceeded) == ((), (), False)
    road = cut_off(computed(E1, out("road", " ")).lines, settings)
    assert (road.too_large, road.without_reason) == (("road",), ("road",))
    strict = settings.but(cut_off_total_pct=D(1))
    assert cut_off(computed(E1, out("road"), out("leak")).lines, strict).exceeded
    assert cut_off([], settings).total_pct == 0
