"""Pictures: what they say, their figures, and that no text ever stands in another."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfpdesk.i18n import LANGUAGES, Language, text_in
from cfpdesk.model.chart.contribution_bars import Contribution, ContributionBars, Stage
from cfpdesk.model.chart.drawing import Box, Chart, Hatch, Polygon, Rule, Surface
from cfpdesk.model.chart.figures import amount, percent, round_step, threshold, ticks
from cfpdesk.model.chart.histogram import Bin, Histogram, bins_of
from cfpdesk.model.chart.misstatement_gauge import MisstatementGauge, Sides
from cfpdesk.model.chart.sketch import fitted, wrapped
from cfpdesk.model.chart.threshold_gauge import ThresholdGauge
from cfpdesk.model.chart.tornado import Swing, SwingTornado, VarianceShare, VarianceTornado
from cfpdesk.model.chart.waterfall import Difference, Waterfall
from tests.chart_samples import (
    CLAIM,
    PRODUCTION,
    RAW,
    bars,
    butterfly,
    butterfly_beyond,
    crossed,
    faults,
    histogram,
    laid,
    plain_measure,
    samples,
    surface,
    swings,
    texts,
    variances,
    waterfall,
    words_of,
)

LANGUAGE = st.sampled_from(LANGUAGES)
STEP = st.sampled_from((0, 2))
AMOUNT = st.decimals(-(10**18), 10**18, places=3) | st.decimals(-200, 200, places=3)
HUGE = st.sampled_from(
    [Decimal("1e60"), Decimal("-1e300"), Decimal("3.333333333333333333333333e30")]
)
NAME = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=80)
PCT = st.decimals(Decimal("0.01"), 100, places=2)


# What must hold for every picture ---------------------------------------------------------------


@pytest.mark.parametrize("name", samples())
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [0, 2])
@pytest.mark.parametrize("width", [300, 360, 480, 640, 872, 1200])
def test_texts_fit_at_every_width(name: str, language: Language, step: int, width: int) -> None:
    if name.startswith("butterfly") and width < 360:
        return  # three rows with two wings need some room
    drawing = laid(samples()[name], surface(width, 0, language, step=step))
    assert not faults(drawing)
    assert not crossed(drawing)


@pytest.mark.parametrize("name", samples())
def test_a_table_stands_behind_every_picture(name: str) -> None:
    chart = samples()[name]
    table = chart.table()
    assert table.rows
    assert all(len(row) == len(table.head) for row in table.rows)
    for language in LANGUAGES:
        assert text_in(chart.sentence(), language)
        assert text_in(chart.title, language)
        assert all(text_in(cell, language) != "None" for row in table.rows for cell in row)


@pytest.mark.parametrize("name", ["bars", "bars-credit", "waterfall", "swings", "variances"])
@pytest.mark.parametrize("height", [60, 90, 120, 200, 330])
def test_rows_that_do_not_fit_are_taken_together(name: str, height: int) -> None:
    chart = samples()[name]
    drawing = chart.draw(surface(640, height))
    assert drawing.height <= height + 1
    assert not faults(drawing, height + 1)


@pytest.mark.parametrize("name", samples())
def test_every_mark_says_something_and_has_its_own_place(name: str) -> None:
    drawing = laid(samples()[name], surface(640))
    assert drawing.spots
    assert all(spot.words for spot in drawing.spots)
    places = [(spot.row, spot.column) for spot in drawing.spots]
    assert len(set(places)) == len(places)


# Figures ----------------------------------------------------------------------------------------


def test_figures_have_real_minus_signs_and_one_rounding() -> None:
    assert percent(Decimal("-0.509"), signed=True) == "−0.51 %"
    assert percent(Decimal("0.0145"), signed=True) == "+0.01 %"
    assert percent(Decimal("-0.0001"), signed=True) == "0.00 %"
    assert amount(Decimal("-0.4")) == "0"
    assert amount(Decimal("2.5")) == "2"  # half to even
    assert threshold(Decimal("5.00")) == "5 %"
    assert threshold(Decimal(10)) == "10 %"
    assert threshold(Decimal("3.750")) == "3.75 %"
    assert amount(Decimal("1.2699e18")) == "1.27×10¹⁸"
    assert amount(Decimal("-1e-2")) == "0"


@given(st.decimals(Decimal("1e-9"), Decimal("1e15")))
def test_steps_are_round_and_large_enough(least: Decimal) -> None:
    step = round_step(least)
    assert least <= step <= least * 10
    assert step.normalize().as_tuple().digits in {(1,), (2,), (5,)}


@given(st.decimals(-1000, 1000, places=3), st.decimals(Decimal("0.001"), 5000, places=3))
def test_ticks_lie_on_the_axis_and_are_not_many(low: Decimal, span: Decimal) -> None:
    found = list(ticks(low, low + span, 6))
    assert all(low <= value <= low + span for value, _ in found)
    assert 1 <= len(found) <= 8
    assert len({text for _, text in found}) == len(found)


@given(NAME, st.floats(0, 400), st.sampled_from((11, 12, 13)))
def test_a_fitted_text_fits_and_begins_as_the_whole(text: str, width: float, size: int) -> None:
    on = surface(400)
    shown = fitted(on, text, width, size)
    assert on.wide(shown, size) <= width or not shown or shown == text
    assert text.startswith(shown.removesuffix("…").rstrip()) or shown == "…"


@given(NAME, st.floats(40, 300), st.integers(1, 3))
def test_wrapped_lines_fit_and_lose_nothing_unsaid(text: str, width: float, lines: int) -> None:
    on = surface(400)
    shown = wrapped(on, text, width, lines)
    assert len(shown) <= lines
    assert all(on.wide(line) <= width for line in shown)
    joined = "".join(shown).replace(" ", "")
    assert joined == text.replace(" ", "") or "…" in joined


@given(
    st.floats(-50, 500), st.floats(-50, 500), st.floats(0.5, 300), st.floats(0.5, 300),
    st.floats(2, 12),
)  # fmt: skip
def test_hatches_stay_in_their_rectangle(
    x: float, y: float, width: float, height: float, pitch: float
) -> None:
    for x1, y1, x2, y2 in Hatch(x, y, width, height, "bad", pitch).lines():
        assert x - 0.01 <= min(x1, x2) <= max(x1, x2) <= x + width + 0.01
        assert y - 0.01 <= min(y1, y2) <= max(y1, y2) <= y + height + 0.01
        assert abs((x2 - x1) + (y2 - y1)) < 0.01  # at 45 degrees


# The butterfly ----------------------------------------------------------------------------------


def zh(chart: Chart) -> str:
    return text_in(chart.sentence(), "zh")


def test_the_butterfly_says_what_the_design_says() -> None:
    assert zh(butterfly()) == "两个方向的上限都在重要性 ±5 % 之内"
    assert zh(butterfly(unchecked=14)) == "还有 14 项未核，不下结论"
    shown = words_of(laid(butterfly(), surface(872)))
    for text in ("−0.51 %", "−171,693", "+0.01 %", "4,897", "−3.76 %", "+4.30 %", "上限 90 %"):
        assert text in shown
    rows = butterfly().table().rows
    assert [text_in(cell, "zh") for cell in rows[0]] == [
        "已发现", "−171,693", "−0.51 %", "4,897", "+0.01 %",
    ]  # fmt: skip
    assert [text_in(cell, "zh") for cell in rows[-1]][1:] == [
        "−1,685,137", "−5.00 %", "1,685,137", "+5.00 %",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("under", "over", "sentence"),
    [
        (-2000, 2000, "两个方向的上限都在重要性 ±5 % 之内"),
        (-5000, 5000, "两个方向的上限都在重要性 ±5 % 之内"),  # at the wall is within
        (-5001, 5000, "低报上限 −5.00 %，超出重要性 −5 %"),
        (0, 6000, "高报上限 +6.00 %，超出重要性 +5 %"),
        (-9000, 6000, "两个方向的上限都超出重要性 ±5 %"),
        (None, 4000, "高报上限在 +5 % 之内；低报方向没有测试"),
        (None, 6000, "高报上限 +6.00 %，超出重要性 +5 %"),
        (-4000, None, "低报上限在 −5 % 之内；高报方向没有测试"),
        (None, None, "两个方向都没有测试，不下结论"),
    ],
)
def test_the_sentence_follows_the_limits(
    under: int | None, over: int | None, sentence: str
) -> None:
    sides = Sides(
        None if under is None else Decimal(under), None if over is None else Decimal(over)
    )
    chart = MisstatementGauge(
        Decimal(100_000), Decimal(5), Sides(Decimal(0), Decimal(0)), sides, sides, Decimal(95)
    )
    assert zh(chart) == sentence


def test_directions_are_never_netted_nor_swapped() -> None:
    with pytest.raises(ValueError, match="understated is negative"):
        Sides(Decimal(1), Decimal(1))
    with pytest.raises(ValueError, match="understated is negative"):
        Sides(Decimal(-1), Decimal(-1))
    drawing = laid(butterfly(), surface(872))
    zero = next(spot.x for spot in drawing.spots if spot.key == "known-over")
    inked = [p for p in drawing.parts if isinstance(p, Box) and p.fill == "text"]
    assert [box.x < zero for box in inked] == [True, False]


def test_judgement_projects_nothing_and_says_so() -> None:
    chart = MisstatementGauge(CLAIM, Decimal(5), Sides(Decimal(-171693), Decimal(4897)))
    assert zh(chart) == "只列已发现的错报，不推断总体"
    assert {"不推断", "无上限"} <= set(words_of(laid(chart, surface(640))))
    found = replace(chart, known=Sides(Decimal(0), CLAIM / 10))
    assert zh(found) == "仅已发现的错报就超出重要性 ±5 %"


def test_while_unfinished_no_bar_is_filled() -> None:
    for drawing in (laid(butterfly(unchecked=1), surface(w)) for w in (480, 872)):
        filled = {p.fill for p in drawing.parts if isinstance(p, Box)}
        assert not filled & {"text", "accent"}
        assert "未完" in words_of(drawing)


def test_what_lies_beyond_the_axis_is_broken_and_keeps_its_figure() -> None:
    drawing = laid(butterfly_beyond(), surface(872))
    assert sum(isinstance(p, Polygon) for p in drawing.parts) == 1
    assert "−24.53 %" in words_of(drawing)
    assert not any(isinstance(p, Polygon) for p in laid(butterfly(), surface(872)).parts)


def sides() -> st.SearchStrategy[Sides]:
    size = st.decimals(0, 10**9, places=2) | st.decimals(0, 300, places=3)
    return st.builds(
        lambda under, over: Sides(None if under is None else -under, over),
        st.none() | size,
        st.none() | size,
    )


@settings(max_examples=400)
@given(
    claimed=st.decimals(1000, 10**10, places=2),
    pct=PCT,
    known=sides(),
    projected=st.none() | sides(),
    limit=st.none() | sides(),
    performance=st.none() | st.decimals(Decimal("0.1"), 1, places=2),
    unchecked=st.integers(0, 3),
    width=st.integers(420, 1300),
    language=LANGUAGE,
    step=STEP,
)
def test_the_butterfly_never_puts_words_in_each_other(
    claimed: Decimal,
    pct: Decimal,
    known: Sides,
    projected: Sides | None,
    limit: Sides | None,
    performance: Decimal | None,
    unchecked: int,
    width: int,
    language: Language,
    step: int,
) -> None:
    within = None if performance is None else pct * performance
    chart = MisstatementGauge(
        claimed, pct, known, projected, limit, Decimal(95), within, unchecked, places=2
    )
    drawing = laid(chart, surface(width, 0, language, step=step))
    assert not faults(drawing)
    walls = [
        p.x1 for p in drawing.parts if isinstance(p, Rule) and p.colour == "bad" and p.weight == 2
    ]
    assert len(walls) == 2
    assert not crossed(drawing)


# The small gauge --------------------------------------------------------------------------------


def test_the_small_gauge_says_what_the_design_says() -> None:
    chart = ThresholdGauge(CLAIM, Decimal(5), Decimal(33872778))
    assert zh(chart) == "低报 0.50 %，在 ±5 % 之内"
    shown = words_of(laid(chart, surface(300)))
    assert shown == ["占重要性阈值  10 %", "±5 % = ±1,685,137 kg", "−5 %", "0", "+5 %"]
    assert zh(replace(chart, verified=CLAIM)) == "声明值与核实值相等"
    assert zh(replace(chart, verified=CLAIM * Decimal("1.05"))) == "低报 5.00 %，在 ±5 % 之内"
    assert zh(replace(chart, verified=CLAIM * Decimal("0.9"))) == "高报 10.00 %，超过 5 %"


def test_the_claim_alone_shows_where_its_thresholds_lie() -> None:
    chart = ThresholdGauge(
        Decimal("2808.56"), Decimal(5), unit="kgCO2e/t", places=2, headed=False, ends=True
    )
    shown = words_of(laid(chart, surface(340)))
    assert shown == ["−5 %", "2,668.13", "0", "+5 %", "2,948.99"]
    assert "2,668.13" not in words_of(laid(chart, surface(150)))


def test_a_threshold_needs_a_claim() -> None:
    for claimed, pct in (
        (Decimal(0), Decimal(5)),
        (Decimal(1), Decimal(0)),
        (Decimal(1), Decimal(-5)),
    ):
        with pytest.raises(ValueError, match="threshold"):
            ThresholdGauge(claimed, pct)
    with pytest.raises(ValueError, match="cannot be drawn"):
        ThresholdGauge(Decimal("NaN"), Decimal(5))
    with pytest.raises(ValueError, match="cannot be drawn"):
        Sides(Decimal("-Infinity"), Decimal(0))


@given(
    claimed=(AMOUNT | HUGE).filter(bool),
    verified=st.none() | AMOUNT | HUGE,
    pct=PCT,
    width=st.integers(300, 900),
    language=LANGUAGE,
    step=STEP,
    headed=st.booleans(),
    ends=st.booleans(),
)
def test_the_small_gauge_fits_any_figures(
    claimed: Decimal,
    verified: Decimal | None,
    pct: Decimal,
    width: int,
    language: Language,
    step: int,
    headed: bool,
    ends: bool,
) -> None:
    chart = ThresholdGauge(claimed, pct, verified, headed=headed, ends=ends, places=2)
    assert not faults(laid(chart, surface(width, 0, language, step=step)))
    assert zh(chart)


# Charts of rows ---------------------------------------------------------------------------------


def test_contributions_add_up_and_name_the_largest() -> None:
    chart = bars()
    assert chart.whole == CLAIM
    assert zh(chart) == (
        "原材料阶段占 33,702,748 kg 的 88.6 %；最大一项是热轧带钢 Q235B 2.3 mm，占 86.4 %"
    )
    shown = words_of(laid(chart, surface(640)))
    assert shown.count("重要") == 2
    assert "29,853,900" in shown


def test_removals_are_hatched_and_lie_left_of_zero() -> None:
    drawing = laid(bars(credit=True), surface(872))
    zero = next(p.x1 for p in drawing.parts if isinstance(p, Rule) and p.colour == "control")
    hatches = [p for p in drawing.parts if isinstance(p, Hatch)]
    assert len(hatches) == 2  # the stage and its only line
    assert all(p.x + p.width <= zero + 0.5 for p in hatches)


def test_what_is_taken_together_is_counted() -> None:
    drawing = bars().draw(surface(640, 200))
    shown = words_of(drawing)
    others = [text for text in shown if text.startswith("其余")]
    codes = {code for code, *_ in (*RAW, *PRODUCTION)}
    named = [text for text in shown if text in codes]
    counted = sum(int(text.split()[1]) for text in others)
    assert counted + len(named) == 13


def test_the_waterfall_lumps_small_steps_without_netting_them() -> None:
    chart = waterfall()
    assert chart.recalculated == Decimal(33806661)
    assert zh(chart) == "声明 33,702,748，验算 33,806,661 kg：低报 0.31 %"
    drawing = laid(chart, surface(720))
    shown = words_of(drawing)
    assert shown.count("其余 2 项差异") == 2
    assert {"+50", "−500", "−169,560", "低报", "高报"} <= set(shown)
    assert len(chart.table().rows) == 10
    assert sum(isinstance(p, Polygon) for p in drawing.parts) == 2  # both whole bars are broken


def test_the_steps_lead_from_the_claim_to_the_recalculation() -> None:
    chart = replace(waterfall(), least_share=Decimal(0))
    drawing = laid(chart, surface(720))
    bars_drawn = [p for p in drawing.parts if isinstance(p, Box) and p.fill == "accent"]
    first, last = bars_drawn[0], bars_drawn[-1]
    assert first.x + first.width < last.x + last.width  # understated: the value rises
    small = Waterfall(
        Decimal(100), (Difference("a", "a", Decimal(-60)), Difference("b", "b", Decimal(150)))
    )
    drawn = laid(small, surface(640))
    assert not any(isinstance(p, Polygon) for p in drawn.parts)  # zero is on the axis
    assert small.recalculated == Decimal(10)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((), "验算结果与声明值相同：100 kg"),
        ((0,), "验算结果与声明值相同：100 kg"),
        ((5, -5), "声明与验算都是 100 kg；各项差异相互抵消"),
        ((5,), "声明 100，验算 95 kg：高报 5.00 %"),
    ],
)
def test_the_waterfall_without_a_difference(steps: tuple[int, ...], sentence: str) -> None:
    made = tuple(Difference(str(n), str(n), Decimal(n)) for n in steps)
    chart = Waterfall(Decimal(100), made)
    assert zh(chart) == sentence
    assert not faults(laid(chart, surface(640)))


def test_the_tornado_is_ranked_and_its_rest_is_counted() -> None:
    assert zh(swings()) == ("热轧带钢 Q235B 2.3 mm对结果影响最大：从 2,610.50 到 3,050.20 kgCO₂e/t")
    names = [spot.key for spot in laid(swings(), surface(640)).spots]
    assert names == ["R1", "P1", "R5", "P2"]
    low = swings().draw(surface(640, 130))
    assert "其余 2 项，影响更小" in words_of(low)
    assert zh(variances()) == "热轧带钢 Q235B 2.3 mm占方差的 96.4 %"
    with pytest.raises(ValueError, match="not negative"):
        VarianceTornado((VarianceShare("a", "a", Decimal(-1)),))


def test_thousands_of_lines_become_the_largest_and_the_rest() -> None:
    lines = tuple(Contribution(str(n), f"第 {n} 行", Decimal(9000 - n)) for n in range(5000))
    chart = ContributionBars((Stage("a", "甲", lines),))
    drawing = laid(chart, surface(640))
    assert len(drawing.spots) == 42
    assert "其余 4960 项" in words_of(drawing)
    assert len(chart.table().rows) == 5002


LINE_ROWS = st.lists(
    st.tuples(NAME, AMOUNT | HUGE, st.sampled_from(["", "P1", "R12-3"])), max_size=14
)


@settings(max_examples=150)
@given(
    rows=LINE_ROWS,
    width=st.integers(300, 1100),
    room=st.integers(0, 400),
    language=LANGUAGE,
    step=STEP,
)
def test_rows_fit_whatever_is_in_them(
    rows: list[tuple[str, Decimal, str]], width: int, room: int, language: Language, step: int
) -> None:
    lines = tuple(
        Contribution(str(n), name, value, code) for n, (name, value, code) in enumerate(rows)
    )
    steps = tuple(
        Difference(str(n), name, value, code) for n, (name, value, code) in enumerate(rows)
    )
    ends = tuple(
        Swing(str(n), name, -value, value, code) for n, (name, value, code) in enumerate(rows)
    )
    parts = tuple(
        VarianceShare(str(n), name, abs(value), code) for n, (name, value, code) in enumerate(rows)
    )
    half = len(lines) // 2
    charts: tuple[Chart, ...] = (
        ContributionBars(
            (Stage("a", "甲", lines[:half]), Stage("b", "乙", lines[half:])), threshold=Decimal(9)
        ),
        Waterfall(Decimal(1000), steps),
        SwingTornado(Decimal(0), ends),
        VarianceTornado(parts),
    )
    on = surface(width, 0, language, step=step)
    for chart in charts:
        assert not faults(laid(chart, on))
        assert not crossed(laid(chart, on))
        assert text_in(chart.sentence(), language)
        low = Surface(width, 90.0 + room, on.measure, on.speak, step, on.target)
        assert not faults(chart.draw(low), 90.0 + room + 1)


# The histogram ----------------------------------------------------------------------------------


def test_bins_hold_all_results_but_the_tails() -> None:
    chart = histogram()
    assert chart.draws == 10_000
    assert chart.below + chart.above < 100
    assert all(a.high == b.low for a, b in zip(chart.bins, chart.bins[1:], strict=False))
    assert 20 <= len(chart.bins) <= 60
    assert zh(chart).endswith("声明值在区间内")
    assert zh(histogram("2108.56")).endswith("声明值低于这个区间")
    assert zh(histogram("9108.56")).endswith("声明值高于这个区间")
    assert "‹ 声明值  2,108.56" in words_of(laid(histogram("2108.56"), surface(640)))


def test_equal_results_are_one_bin_and_none_are_no_bins() -> None:
    bins, below, above = bins_of([5.0] * 40)
    assert (sum(one.count for one in bins), below, above) == (40, 0, 0)
    assert bins_of([]) == ((), 0, 0)
    alone = Histogram((), Decimal(5), Decimal(5), Decimal(5))
    assert not faults(laid(alone, surface(320)))
    with pytest.raises(ValueError, match="order"):
        Histogram((), Decimal(5), Decimal(4), Decimal(6))


@given(
    low=AMOUNT,
    spans=st.tuples(st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2)),
    counts=st.lists(st.integers(0, 10**6), max_size=30),
    claimed=st.none() | AMOUNT,
    width=st.integers(300, 900),
    language=LANGUAGE,
    step=STEP,
)
def test_the_histogram_fits_any_figures(
    low: Decimal,
    spans: tuple[Decimal, Decimal],
    counts: list[int],
    claimed: Decimal | None,
    width: int,
    language: Language,
    step: int,
) -> None:
    middle, high = low + spans[0], low + spans[0] + spans[1]
    bins = tuple(Bin(low + n, low + n + 1, count) for n, count in enumerate(counts))
    chart = Histogram(bins, low, middle, high, claimed=claimed, places=2)
    drawing = laid(chart, surface(width, 0, language, step=step))
    assert not faults(drawing)
    assert not crossed(drawing)


def test_the_measure_of_these_tests_is_no_narrower_than_noto() -> None:
    """Figures are what must not collide; Noto Sans draws them 0.572 em wide."""
    assert plain_measure("0123456789", 10, bold=False) >= 57.2
    assert texts(laid(butterfly(), surface(480)))[0].width > 0
