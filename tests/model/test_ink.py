"""Ink: kept exactly, refused when damaged, drawn inside its box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.errors import UserError
from cfpdesk.model.ink import (
    MAX_POINTS,
    Box,
    Ink,
    InkPoint,
    as_drawn,
    bounding_box,
    drawn_length,
    fitted,
    is_slight,
    parse_ink,
)

POINT = st.builds(
    InkPoint, st.integers(0, 600), st.integers(0, 300), st.integers(0, 9999), st.integers(0, 1000)
)
INK = st.builds(
    Ink,
    st.just(600),
    st.just(300),
    st.lists(st.lists(POINT, min_size=1, max_size=20).map(tuple), max_size=8).map(tuple),
)
LINE = Ink(200, 100, ((InkPoint(10, 10, 0), InkPoint(110, 10, 20)),))


@given(INK)
def test_what_is_kept_comes_back(ink: Ink) -> None:
    assert parse_ink(ink.to_bytes()) == ink


def test_the_bytes_are_the_documented_form() -> None:
    kept = LINE.to_bytes()
    assert kept == b'{"height":100,"strokes":[[[10,10,0,500],[110,10,20,500]]],"width":200}'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"height":100,"strokes":[], "width":200}',
        b'{"height":100,"strokes":[],"width":0}',
        b'{"height":100,"strokes":[[]],"width":200}',
        b'{"height":100,"strokes":[[[1,2,3]]],"width":200}',
        b'{"height":100,"strokes":[[[1,2,3,1001]]],"width":200}',
        b'{"height":100,"strokes":[[[true,2,3,4]]],"width":200}',
        b'{"height":100,"strokes":[[["1",2,3,4]]],"width":200}',
        b'{"extra":1,"height":100,"strokes":[],"width":200}',
        b'{"height":100,"strokes":{},"width":200}',
    ],
)
def test_damaged_ink_is_refused(data: bytes) -> None:
    with pytest.raises(UserError):
        parse_ink(data)


def test_more_points_than_a_hand_can_draw_are_refused() -> None:
    many = Ink(200, 100, (tuple(InkPoint(1, 1, 0) for _ in range(MAX_POINTS + 1)),))
    with pytest.raises(UserError):
        parse_ink(many.to_bytes())


@given(INK, st.floats(5, 500), st.floats(5, 500))
def test_the_drawing_lies_in_its_box(ink: Ink, width: float, height: float) -> None:
    for curve in fitted(ink, width, height):
        for point in (curve.start, *(end for _, _, end in curve.beziers)):
            assert -1e-6 <= point.x <= width + 1e-6
            assert -1e-6 <= point.y <= height + 1e-6


@given(INK)
def test_the_line_goes_through_every_point(ink: Ink) -> None:
    places = {(c.start.x, c.start.y) for c in as_drawn(ink)}
    places |= {(end.x, end.y) for c in as_drawn(ink) for _, _, end in c.beziers}
    assert places == {(p.x, p.y) for stroke in ink.strokes for p in stroke}


def test_proportions_are_kept_and_the_drawing_is_centred() -> None:
    (curve,) = fitted(LINE, 50, 50)
    assert (curve.start.x, curve.start.y) == (0, 25)
    assert curve.beziers[-1][2] == (50, 25)


def test_a_dot_stays_a_dot() -> None:
    dot = Ink(200, 100, ((InkPoint(10, 10, 0),),))
    (curve,) = fitted(dot, 50, 20)
    assert (curve.start.x, curve.start.y) == (25, 10)
    assert bounding_box(dot) == Box(10, 10, 10, 10)


def test_nothing_drawn_is_nothing() -> None:
    empty = Ink(200, 100, ())
    assert bounding_box(empty) is None
    assert fitted(empty, 10, 10) == ()
    assert drawn_length(empty) == 0


def test_pressure_is_thickness() -> None:
    light = Ink(9, 9, ((InkPoint(0, 0, 0, 100), InkPoint(5, 5, 1, 100)),))
    firm = Ink(9, 9, ((InkPoint(0, 0, 0, 900), InkPoint(5, 5, 1, 900)),))
    assert fitted(light, 9, 9)[0].weight < 1 < fitted(firm, 9, 9)[0].weight


def test_little_ink_is_slight() -> None:
    assert is_slight(LINE)
    assert not is_slight(Ink(500, 100, ((InkPoint(0, 0, 0), InkPoint(400, 10, 20)),)))
    assert not is_slight(Ink(200, 100, LINE.strokes * 3))
