"""What counts as done, missing or overdue among the answers."""

from datetime import UTC, datetime, timedelta

import pytest

from cfpdesk.i18n import Bilingual
from cfpdesk.model.checklist import (
    Answer,
    CheckItem,
    Verdict,
    group_code,
    is_done,
    is_overdue,
    lacks_evidence,
    lacks_reason,
    pieces_seen,
)

NOW = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)


def item(zh: str = "公告、发票", en: str = "Official notice, invoice") -> CheckItem:
    return CheckItem(
        id="ELEC-02",
        group="ELEC",
        group_title=Bilingual("电力处理", "Electricity"),
        stages=("S2",),
        lifecycle_stage="production",
        clauses=("RULE:6.2",),
        question=Bilingual("问", "Question"),
        evidence=Bilingual(zh, en),
        risk="H",
    )


def test_group_code_is_what_stands_before_the_last_dash() -> None:
    assert group_code("ELEC-01") == "ELEC"


def test_waiting_is_not_done_but_not_applicable_is() -> None:
    done = {v for v in Verdict if is_done(Answer(item="X-1", verdict=v))}
    assert done == set(Verdict) - {Verdict.OPEN, Verdict.FOLLOW_UP}


@pytest.mark.parametrize("verdict", Verdict)
def test_only_a_stated_fact_lacks_evidence(verdict: Verdict) -> None:
    answer = Answer(item="X-1", verdict=verdict)
    stated = verdict in (Verdict.CONFORM, Verdict.NOT_CONFORM, Verdict.OBSERVATION)
    assert lacks_evidence(answer, 0) is stated
    assert not lacks_evidence(answer, 1)
    assert not lacks_evidence(answer.but(no_evidence="spoken only"), 0)


def test_a_blank_reason_is_none() -> None:
    answer = Answer(item="X-1", verdict=Verdict.NOT_APPLICABLE, reason="  ")
    assert lacks_reason(answer)
    assert not lacks_reason(answer.but(reason="cradle to gate"))
    assert not lacks_reason(answer.but(verdict=Verdict.CONFORM))


def test_overdue_is_a_follow_up_whose_time_passed() -> None:
    late = Answer(item="X-1", verdict=Verdict.FOLLOW_UP, ask_by=NOW - timedelta(minutes=1))
    assert is_overdue(late, NOW)
    assert not is_overdue(late.but(ask_by=NOW), NOW)
    assert not is_overdue(late.but(ask_by=None), NOW)
    assert not is_overdue(late.but(verdict=Verdict.CONFORM), NOW)


def test_expected_pieces_pair_the_languages_or_stay_whole() -> None:
    assert [p.en for p in item().expected] == ["Official notice", "invoice"]
    assert item(zh="公告").expected == (Bilingual("公告", "Official notice, invoice"),)


def test_a_link_is_the_piece_only_where_one_is_expected() -> None:
    one = item("公告", "Official notice")
    assert pieces_seen(one, Answer(item="X-1"), 1) == {0}
    assert pieces_seen(one, Answer(item="X-1"), 0) == set()
    ticked = Answer(item="X-1", expected_seen=("1", "7", "x"))
    assert pieces_seen(item(), ticked, 3) == {1}
