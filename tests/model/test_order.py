"""Order strings: there is always room, and a move changes one entry."""

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.order import between, place_of_move


def test_appending_keeps_the_order_and_stays_short() -> None:
    orders = [""]
    for _ in range(200):
        orders.append(between(orders[-1], ""))
    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders)
    assert max(map(len, orders)) <= 5


@given(st.lists(st.integers(min_value=0, max_value=1000), max_size=80))
def test_there_is_always_room_between_two(places: list[int]) -> None:
    orders: list[str] = []
    for place in places:
        at = place % (len(orders) + 1)
        low = orders[at - 1] if at else ""
        high = orders[at] if at < len(orders) else ""
        orders.insert(at, between(low, high))
    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders)
    assert not any(order.endswith("0") for order in orders)


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_moved_entry_stands_where_it_was_put(start: int, end: int) -> None:
    orders: list[str] = []
    for _ in range(10):
        orders.append(between(orders[-1] if orders else "", ""))
    named = dict(zip(orders, "abcdefghij", strict=True))
    moved = place_of_move(orders, start, end)
    letter = named.pop(orders[start])
    named[moved] = letter
    expected = list("abcdefghij")
    expected.insert(end, expected.pop(start))
    assert [named[order] for order in sorted(named)] == expected


def test_equal_neighbours_of_two_people_still_give_a_place() -> None:
    assert between("V", "V") > "V"
