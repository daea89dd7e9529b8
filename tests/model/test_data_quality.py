"""Ratings and pedigree against the published cases."""

from decimal import Decimal

import pytest

from cfpdesk.model.data_quality import (
    ASPECTS,
    log_sd,
    mean_rating,
    pedigree_log_sd,
    rating_word,
    ratings,
    spread_factor,
)
from cfpdesk.model.inventory import LineReview
from tests.model.test_recalculation import E1, computed

D = Decimal


def test_the_worked_plant_is_rated_by_its_emissions() -> None:
    scores = dict(zip(("strip", "power", "gas", "road", "leak"), (2, 1, 1, 3, 1), strict=True))
    found = computed(E1, *(LineReview(dataset="d", line=k, time=s) for k, s in scores.items()))
    time, geography = ratings(found.lines, ("time", "geography"))
    assert time.value is not None
    assert round(time.value, 5) == D("1.91655")
    assert time.coverage_pct == 100
    assert geography.value is None
    assert geography.coverage_pct == 0


def test_only_rated_lines_weigh() -> None:
    found = computed(E1, LineReview(dataset="d", line="road", technology=3))
    rating = next(r for r in ratings(found.lines) if r.aspect == "technology")
    assert rating.value == 3
    assert round(rating.coverage_pct, 4) == D("1.0582")
    assert len(ratings(found.lines)) == len(ASPECTS)
    assert all(r.value is None for r in ratings([]))


def test_published_pedigree_row() -> None:
    factors = [D(text) for text in ("1.5", "1.2", "1.5", "1.1", "2", "1.2", "1.05")]
    sigma = log_sd(factors)
    assert round(sigma, 6) == D("0.470957")
    assert round(spread_factor(sigma), 6) == D("2.564888")
    scores = {"reliability": 5, "completeness": 5, "time": 5, "geography": 5, "technology": 5}
    assert pedigree_log_sd(scores) == log_sd([*factors[:5], D("1.05")])
    assert pedigree_log_sd({"time": 0}) is None


@pytest.mark.parametrize(
    ("value", "word"),
    [("1.5", "excellent"), ("1.51", "very good"), ("2", "very good"), ("3", "good"),
     ("4", "fair"), ("4.01", "poor")],
)  # fmt: skip
def test_classes_at_their_edges(value: str, word: str) -> None:
    assert rating_word(D(value)).text("en") == word


def test_the_plain_mean_leaves_out_what_is_not_rated() -> None:
    assert mean_rating([2, 0, 3, 1]) == 2
    assert mean_rating([0, 0]) is None
