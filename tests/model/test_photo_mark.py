"""Marks: where they lie, what each picture shows of them, and how they are touched and changed."""

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.mark_shape import (
    Measures,
    handles,
    is_drawn,
    moved,
    reshaped,
    shapes_of,
    smoothed,
    touched,
    words_box,
)
from cfpdesk.model.photo_mark import (
    GRAIN,
    MarkKind,
    PhotoMark,
    PictureVersion,
    Point,
    crop_of,
    marks_fingerprint,
    numbers_of,
    points_of,
    points_text,
    shown_in,
)
from cfpdesk.model.value_word import value_text

SHARES = st.floats(0, 1)
POINTS = st.builds(Point, SHARES, SHARES)
SIZE = Measures(1000, 800)


def mark(kind: MarkKind, *points: tuple[float, float], row: str = "m", **more: object) -> PhotoMark:
    kept = PhotoMark(row=row, kind=kind, points=points_text(Point(*p) for p in points))
    return kept.but(**more)


@given(st.lists(POINTS, max_size=12))
def test_points_come_back_as_they_were_kept(points: list[Point]) -> None:
    kept = PhotoMark(points=points_text(points))
    back = points_of(kept)
    assert len(back) == len(points)
    for one, other in zip(points, back, strict=True):
        assert abs(one.x - other.x) <= 0.51 / GRAIN
        assert abs(one.y - other.y) <= 0.51 / GRAIN


def test_what_lies_beside_the_picture_is_drawn_to_its_edge() -> None:
    assert points_text([Point(-0.2, 1.7)]) == f"0,{GRAIN}"
    assert points_of(PhotoMark(points="1,2 nonsense 3 99999,5")) == (
        Point(0.0001, 0.0002),
        Point(1.0, 0.0005),
    )


def test_redactions_and_crops_hold_in_every_derived_picture_and_judgement_in_the_reports() -> None:
    bar = mark(MarkKind.BAR, (0, 0), (1, 1), row="b")
    crop = mark(MarkKind.CROP, (0, 0), (1, 1), row="c")
    arrow = mark(MarkKind.ARROW, (0, 0), (1, 1), row="a")
    other = mark(MarkKind.BAR, (0, 0), (1, 1), row="o", page=1)
    marks = (arrow, bar, crop, other)
    assert shown_in(marks, PictureVersion.ORIGINAL, 0) == ()
    assert shown_in(marks, PictureVersion.REPORT, 0) == (arrow, bar, crop)
    assert shown_in(marks, PictureVersion.CLIENT, 0) == (bar, crop)
    assert shown_in(marks, PictureVersion.CLIENT, 1) == (other,)


def test_numbers_go_by_the_order_of_drawing_and_to_notes_alone() -> None:
    marks = [
        mark(MarkKind.ARROW, (0, 0), (1, 1), row="a", text="first"),
        mark(MarkKind.ELLIPSE, (0, 0), (1, 1), row="b"),
        mark(MarkKind.TEXT, (0, 0), row="c", text="words"),
        mark(MarkKind.PEN, (0, 0), (1, 1), row="d", text="second"),
    ]
    assert numbers_of(marks) == {"a": 1, "d": 2}
    badges = {s.mark.row: s.badge[0] for s in shapes_of(marks, SIZE) if s.badge}
    assert badges == {"a": 1, "d": 2}


def test_what_two_people_cut_off_is_cut_off_both() -> None:
    mine = mark(MarkKind.CROP, (0.1, 0.1), (0.9, 0.9), row="a")
    theirs = mark(MarkKind.CROP, (0.2, 0.0), (1.0, 0.8), row="b")
    elsewhere = mark(MarkKind.CROP, (0.95, 0.95), (1.0, 1.0), row="c")
    assert crop_of([mine, theirs]) == (Point(0.2, 0.1), Point(0.9, 0.8))
    assert crop_of([mine, elsewhere]) == (Point(0.1, 0.1), Point(0.9, 0.9))
    assert crop_of([]) is None


def test_a_redaction_lies_below_what_is_drawn() -> None:
    arrow = mark(MarkKind.ARROW, (0, 0), (1, 1), row="a")
    bar = mark(MarkKind.BAR, (0.2, 0.2), (0.4, 0.3), row="b")
    first, second = shapes_of([arrow, bar], SIZE)
    assert first.mark is bar
    assert second.mark is arrow
    assert second.lines[0] == (Point(0, 0), Point(1000, 800))


def test_an_ellipse_touches_the_middle_of_its_sides() -> None:
    (shape,) = shapes_of([mark(MarkKind.ELLIPSE, (0.6, 0.5), (0.2, 0.1))], SIZE)
    across, down = zip(*shape.lines[0], strict=True)
    assert (round(min(across)), round(max(across))) == (200, 600)
    assert (round(min(down)), round(max(down))) == (80, 400)


def test_lines_are_touched_at_their_edge_and_bars_inside() -> None:
    box = mark(MarkKind.RECTANGLE, (0.2, 0.2), (0.6, 0.6))
    assert touched(box, Point(200, 300), SIZE, 4)
    assert not touched(box, Point(400, 320), SIZE, 4)
    bar = mark(MarkKind.BAR, (0.2, 0.2), (0.6, 0.6))
    assert touched(bar, Point(400, 320), SIZE, 4)
    words = mark(MarkKind.TEXT, (0.5, 0.5), text="×240")
    assert touched(words, Point(510, 410), SIZE, 4)
    assert not touched(words, Point(490, 410), SIZE, 4)


def test_a_slip_of_the_mouse_is_no_mark() -> None:
    assert not is_drawn(MarkKind.BAR, [Point(0.2, 0.2), Point(0.6, 0.2001)])
    assert is_drawn(MarkKind.ARROW, [Point(0.2, 0.2), Point(0.6, 0.2001)])
    assert not is_drawn(MarkKind.ARROW, [Point(0.2, 0.2)])
    assert is_drawn(MarkKind.TEXT, [Point(0.2, 0.2)])


@given(st.lists(POINTS, min_size=2, max_size=6), st.floats(-2, 2), st.floats(-2, 2))
def test_moving_keeps_form_and_picture(points: list[Point], across: float, down: float) -> None:
    kept = PhotoMark(kind=MarkKind.PEN, points=points_text(points))
    after = moved(kept, across, down)
    assert all(-1e-9 <= p.x <= 1 + 1e-9 and -1e-9 <= p.y <= 1 + 1e-9 for p in after)
    before = points_of(kept)
    steps = {(round(a.x - b.x, 6), round(a.y - b.y, 6)) for a, b in zip(after, before, strict=True)}
    assert len(steps) == 1


def test_a_corner_is_drawn_away_from_the_one_across() -> None:
    box = mark(MarkKind.RECTANGLE, (0.2, 0.2), (0.6, 0.6))
    assert handles(box)[1] == Point(0.6, 0.2)
    assert set(reshaped(box, 1, Point(0.8, 0.1))) == {Point(0.2, 0.6), Point(0.8, 0.1)}
    arrow = mark(MarkKind.ARROW, (0.2, 0.2), (0.6, 0.6))
    assert reshaped(arrow, 1, Point(0.9, 0.9)) == (Point(0.2, 0.2), Point(0.9, 0.9))


def test_the_pen_keeps_its_bends_and_drops_the_rest() -> None:
    way = [Point(n / 100, 0.5) for n in range(50)] + [Point(0.5, 0.5 + n / 100) for n in range(40)]
    kept = smoothed(way)
    assert kept[0] == way[0]
    assert kept[-1] == way[-1]
    assert len(kept) == 3


def test_marks_that_differ_have_another_fingerprint() -> None:
    one = mark(MarkKind.BAR, (0.2, 0.2), (0.6, 0.6))
    assert marks_fingerprint([one]) == marks_fingerprint([one.but(row="other")])
    assert marks_fingerprint([one]) != marks_fingerprint([one.but(points="1,1 2,2")])


def test_a_merge_says_where_a_mark_is_drawn() -> None:
    assert value_text("photo_mark", "points", "1200,3400 5000,5600") == "12% 34% → 50% 56%"
    assert value_text("photo_mark", "points", "1200,3400") == "12% 34%"


def test_words_stay_on_the_picture() -> None:
    assert words_box(Point(100, 100), 200, SIZE)[0] == 100
    left, top, right, bottom = words_box(Point(990, 795), 200, SIZE)
    assert (right, bottom) == (1000, 800)
    assert (left, top) == (1000 - 200 - SIZE.word, 800 - 1.7 * SIZE.word)
    assert words_box(Point(990, 10), 5000, SIZE)[0] == 0
