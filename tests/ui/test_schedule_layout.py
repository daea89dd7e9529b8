"""The geometry of a day: moves stay within it, places and minutes agree, boxes hold their block."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from cfpdesk.ui.widgets.schedule_layout import (
    DAY,
    STEP,
    DayLayout,
    Shown,
    handed,
    moved,
    resized,
    snap,
)

STEPS = st.integers(0, DAY // STEP - 1)
PEOPLE = ("a", "b", "c", "d")


@st.composite
def blocks(draw: st.DrawFn) -> Shown:
    start = draw(STEPS) * STEP
    end = draw(st.integers(start // STEP + 1, DAY // STEP)) * STEP
    people = tuple(sorted(draw(st.sets(st.sampled_from(PEOPLE), min_size=1))))
    return Shown("x", start, end, people, "")


def layout(*shown: Shown, width: float = 820) -> DayLayout:
    return DayLayout(PEOPLE, shown, width, 84, 24, 34)


@given(blocks(), st.integers(-3 * DAY, 3 * DAY))
def test_a_move_keeps_the_length_within_the_day(block: Shown, minutes: int) -> None:
    start, end = moved(block, minutes)
    assert 0 <= start < end <= DAY
    assert end - start == block.end - block.start


@given(blocks(), st.integers(-3 * DAY, 3 * DAY))
def test_a_length_is_at_least_one_step_within_the_day(block: Shown, minutes: int) -> None:
    start, end = resized(block, minutes)
    assert start == block.start
    assert start + STEP <= end <= DAY


@given(blocks(), st.floats(420, 3000))
def test_a_minute_of_the_grid_is_found_again_where_it_stands(block: Shown, width: float) -> None:
    day = layout(block, width=width)
    first, last = day.hours
    assert first <= block.start < block.end <= last
    for minute in range(first, last + 1, STEP):
        assert day.minute(day.x(minute)) == minute


@given(blocks())
def test_boxes_cover_the_lines_of_those_who_take_part_and_no_other(block: Shown) -> None:
    day = layout(block)
    covered = set()
    for number, person in enumerate(PEOPLE):
        line = QRectF(day.x(block.start) + 2, day.top(number) + day.line / 2, 1, 1)
        if any(box.contains(line.center()) for _first, box in day.boxes(block)):
            covered.add(person)
    assert covered == set(block.people)


@given(blocks(), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_a_share_is_handed_over_and_nobody_is_there_twice(block: Shown, at: str, to: str) -> None:
    people = handed(PEOPLE, block, at, to)
    assert list(people) == sorted(set(people))
    assert to in people
    assert set(people) - {to} == set(block.people) - {at, to}


def test_the_chosen_block_lies_above_the_others_and_its_end_is_a_grip() -> None:
    under = Shown("under", 600, 720, ("a",), "")
    over = Shown("over", 600, 720, ("a",), "")
    day = layout(under, over)
    box = day.boxes(under)[0][1]
    at = (box.center().x(), box.center().y())
    assert day.hit(*at) == (over, False)
    assert day.hit(*at, "under") == (under, False)
    assert day.hit(box.right() - 2, box.center().y(), "under") == (under, True)
    assert day.hit(2, 2) is None
    assert day.column(10) == -1
    assert day.column(24 + 34 * 4) == -1


def test_minutes_are_snapped_to_the_grid_of_the_day() -> None:
    assert [snap(n) for n in (-40, 7, 8, 1439, 2000)] == [0, 0, 15, DAY, DAY]
