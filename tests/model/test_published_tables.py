"""Published tables of audit sampling, whole: the functions give them with natural arguments."""

from decimal import Decimal

import pytest

from cfpdesk.model.population import LimitKind
from cfpdesk.model.sample_limit import binomial_limit, confidence_factor
from cfpdesk.model.sample_size import attribute_size, emission_unit_size

D = Decimal
B, P = LimitKind.BINOMIAL, LimitKind.POISSON

# AICPA audit sampling guide, table A-1: sizes at 5 % risk of overreliance. Rows are expected rates,
# columns tolerable rates of 2 … 10, 15, 20 %; a dash is a size the guide does not print.
TOLERABLE = (2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20)
SIZES = {
    "0": "149 99 74 59 49 42 36 32 29 19 14",
    "0.25": "236 157 117 93 78 66 58 51 46 30 22",
    "0.5": "- 157 117 93 78 66 58 51 46 30 22",
    "0.75": "- 208 117 93 78 66 58 51 46 30 22",
    "1": "- - 156 93 78 66 58 51 46 30 22",
    "1.25": "- - 156 124 78 66 58 51 46 30 22",
    "1.5": "- - 192 124 103 66 58 51 46 30 22",
    "1.75": "- - 227 153 103 88 77 51 46 30 22",
    "2": "- - - 181 127 88 77 68 46 30 22",
    "2.25": "- - - 208 127 88 77 68 61 30 22",
    "2.5": "- - - - 150 109 77 68 61 30 22",
    "2.75": "- - - - 173 109 95 68 61 30 22",
    "3": "- - - - 195 129 95 84 61 30 22",
    "3.25": "- - - - - 148 112 84 61 30 22",
    "3.5": "- - - - - 167 112 84 76 40 22",
    "3.75": "- - - - - 185 129 100 76 40 22",
    "4": "- - - - - - 146 100 89 40 22",
    "5": "- - - - - - - 158 116 40 30",
    "6": "- - - - - - - - 179 50 30",
    "7": "- - - - - - - - - 68 37",
}


@pytest.mark.parametrize("expected", SIZES)
def test_sizes_at_five_percent_risk(expected: str) -> None:
    for tolerable, printed in zip(TOLERABLE, SIZES[expected].split(), strict=True):
        if printed != "-":
            rate, wanted = D(tolerable) / 100, D(expected) / 100
            assert attribute_size(B, rate, D("0.95"), wanted) == int(printed), tolerable


# The same guide, table A-3: upper limits in percent at 5 % risk, for 0, 1, 2 … deviations, rounded
# up to a tenth there.
LIMITS = {
    20: "14.0 21.7 28.3 34.4 40.2", 25: "11.3 17.7 23.2 28.2 33.0", 30: "9.6 14.9 19.6 23.9 28.0",
    35: "8.3 12.9 17.0 20.7 24.3", 40: "7.3 11.4 15.0 18.3 21.5", 45: "6.5 10.2 13.4 16.4 19.2",
    50: "5.9 9.2 12.1 14.8 17.4", 60: "4.9 7.7 10.2 12.5 14.7", 70: "4.2 6.6 8.8 10.8 12.7",
    75: "4.0 6.2 8.2 10.1 11.8", 80: "3.7 5.8 7.7 9.5 11.1", 90: "3.3 5.2 6.9 8.4 9.9",
    100: "3.0 4.7 6.2 7.6 9.0", 125: "2.4 3.8 5.0 6.1 7.2", 150: "2.0 3.2 4.2 5.1 6.0",
    200: "1.5 2.4 3.2 3.9 4.6",
}  # fmt: skip


@pytest.mark.parametrize("size", LIMITS)
def test_upper_limits_at_five_percent_risk(size: int) -> None:
    for deviations, printed in enumerate(LIMITS[size].split()):
        limit = binomial_limit(deviations, size, D("0.95")) * 100
        assert abs(limit - D(printed)) <= D("0.1"), deviations


# Reliability factors for errors of overstatement, 0 to 10, as guides to monetary-unit sampling
# print them (rounded up in the second place by some).
@pytest.mark.parametrize(
    ("confidence", "factors"),
    [
        ("0.95", "3.00 4.75 6.30 7.76 9.16 10.52 11.85 13.15 14.44 15.71 16.97"),
        ("0.90", "2.31 3.89 5.33 6.69 8.00 9.28 10.54 11.78 13.00 14.21 15.41"),
        ("0.85", "1.90 3.38 4.72 6.02 7.27 8.50 9.71 10.90 12.08 13.25 14.42"),
        ("0.80", "1.61 3.00 4.28 5.52 6.73 7.91 9.08 10.24 11.38 12.52 13.66"),
        ("0.75", "1.39 2.70 3.93 5.11 6.28 7.43 8.56 9.69 10.81 11.92 13.02"),
        ("0.70", "1.21 2.44 3.62 4.77 5.90 7.01 8.12 9.21 10.31 11.39 12.47"),
        ("0.65", "1.05 2.22 3.35 4.46 5.55 6.64 7.72 8.79 9.85 10.92 11.98"),
        ("0.50", "0.70 1.68 2.68 3.68 4.68 5.68 6.67 7.67 8.67 9.67 10.67"),
    ],
)
def test_reliability_factors(confidence: str, factors: str) -> None:
    for errors, printed in enumerate(factors.split()):
        found = confidence_factor(D(errors), D(confidence))
        assert abs(found - D(printed)) <= D("0.011"), errors


def test_sizes_of_the_jfa_vignettes() -> None:
    # Materiality 3 %, expected 1 %, 95 %: Poisson 220, binomial 257 with whole errors.
    assert attribute_size(P, D("0.03"), D("0.95"), D("0.01")) == 220
    assert attribute_size(B, D("0.03"), D("0.95"), D("0.01")) == 257
    assert emission_unit_size(D(100), D(3), D(1), D("0.95")) == 220


@pytest.mark.parametrize(
    ("rate", "sizes"),
    [
        ("0.1", "22 29 44"), ("0.05", "45 59 90"), ("0.03", "76 99 152"), ("0.02", "114 149 228"),
        ("0.01", "230 299 459"), ("0.005", "460 598 919"), ("0.001", "2302 2995 4603"),
        ("0.0001", "23025 29956 46050"),
    ],
)  # fmt: skip
def test_discovery_samples_of_any_size(rate: str, sizes: str) -> None:
    found = [attribute_size(B, D(rate), D(c)) for c in ("0.9", "0.95", "0.99")]
    assert " ".join(map(str, found)) == sizes
