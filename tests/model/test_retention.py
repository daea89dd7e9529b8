"""The retention table, and the list of what may go."""

from datetime import date, timedelta

import pytest

from cfpdesk.model.retention import KeptRecord, disposal_list, keep_until, retention
from cfpdesk.model.rule_number import Basis
from cfpdesk.model.rule_table import Keep
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
SINCE = date(2024, 2, 29)


def test_the_table_is_the_one_of_the_rules() -> None:
    by_years: dict[tuple[Keep, int], int] = {}
    for row in RULES.retention:
        by_years[(row.keep, row.years)] = by_years.get((row.keep, row.years), 0) + 1
    assert by_years == {
        (Keep.CURRENT, 0): 5,
        (Keep.CLOSED, 3): 8,
        (Keep.CLOSED, 6): 3,
        (Keep.LEAVING, 0): 1,
        (Keep.LEAVING, 3): 1,
        (Keep.LEAVING, 1): 2,
        (Keep.CERTIFICATE, 3): 1,
    }
    assert retention("engagement_file", RULES).provenance.basis is Basis.SETTING
    with pytest.raises(KeyError):
        retention("diary", RULES)


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("procedure", "2024-02-29"),
        ("internal_audit", "2027-02-28"),
        ("appeal", "2030-02-28"),
        ("personnel_lecturer", "2025-02-28"),
        ("engagement_file", "2027-02-28"),
    ],
)
def test_the_term_ends_years_later_by_the_calendar(kind: str, until: str) -> None:
    assert keep_until(KeptRecord(kind, "x", SINCE), RULES) == date.fromisoformat(until)


def test_what_is_in_force_is_kept_and_nothing_goes_before_its_day() -> None:
    kept = (
        KeptRecord("appeal", "申诉 3", SINCE),
        KeptRecord("internal_audit", "内审 2023", SINCE),
        KeptRecord("procedure", "程序 A", None),
        KeptRecord("procedure", "程序 B", SINCE),
    )
    last = date(2027, 2, 28)
    assert [r.name for r in disposal_list(kept, SINCE, RULES)] == []
    assert [r.name for r in disposal_list(kept, last, RULES)] == ["程序 B"]
    assert [r.name for r in disposal_list(kept, last + timedelta(days=1), RULES)] == [
        "程序 B",
        "内审 2023",
    ]
    assert "程序 A" not in [r.name for r in disposal_list(kept, date(2999, 1, 1), RULES)]
