"""The stages: readiness, the joined stage 1, issues carried on, production on the day."""

from dataclasses import replace
from datetime import date

import pytest

from cfpdesk.model.cycle import Cycle
from cfpdesk.model.engagement import Engagement, Site, Stage
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.gate import Level
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.rule_list import READY, ListCode
from cfpdesk.model.stage import (
    RunningDay,
    StageIssue,
    StageMode,
    StageOne,
    meetings_needed,
    next_issue_number,
)
from cfpdesk.model.stage_gate import (
    StageState,
    running_blockers,
    stage1_blockers,
    stage2_blockers,
    stage_issue_blockers,
)
from cfpdesk.model.yes_no import YesNo
from cfpdesk.store.rule_library import load_rules

RULES = load_rules()
DAY = date(2026, 3, 18)
ENTRIES = tuple(
    RuleEntry(rule_list=ListCode.STAGE1, item=item, answer=YesNo.YES)
    for item in RULES.rule_list(ListCode.STAGE1).codes
)
WHOLE = StageState(
    engagement=Engagement(materiality_told_on=date(2026, 3, 11), materiality_told_how="书面"),
    cycle=Cycle.INITIAL,
    stage1=StageOne(verifier="lead", ended_on=date(2026, 3, 2)),
    entries=ENTRIES,
    qualified=frozenset({"lead"}),
    stage2_start=DAY,
)


def first(now: StageState) -> list[str]:
    return [b.code.removeprefix("stages.") for b in stage1_blockers(now, RULES)]


def second(now: StageState) -> list[str]:
    return [b.code.removeprefix("stages.") for b in stage2_blockers(now, RULES)]


def judged(item: str, answer: YesNo) -> StageState:
    rest = tuple(e for e in ENTRIES if e.item != item)
    entry = RuleEntry(rule_list=ListCode.STAGE1, item=item, answer=answer, text="见记录")
    return replace(WHOLE, entries=(*rest, entry))


def test_two_whole_stages_stand() -> None:
    assert (first(WHOLE), second(WHOLE)) == ([], [])


def test_six_judgements_and_an_end_are_asked_for() -> None:
    bare = replace(WHOLE, entries=(), stage1=StageOne())
    assert first(bare) == ["stage1"] * 6 + ["stage1_open"]
    assert first(judged("data", YesNo.NO)) == []  # a no is a judgement too
    assert second(judged("data", YesNo.NO)) == []


@pytest.mark.parametrize("answer", [YesNo.OPEN, YesNo.NO])
def test_stage_2_waits_until_stage_1_says_it_is_ready(answer: YesNo) -> None:
    assert second(judged(READY, answer)) == ["not_ready"]
    assert second(replace(WHOLE, entries=())) == ["not_ready"]


def test_later_cycles_have_one_stage() -> None:
    later = replace(WHOLE, cycle=Cycle.SURVEILLANCE, entries=(), stage1=StageOne())
    assert (first(later), second(later)) == ([], [])


def test_stage_1_is_joined_off_site_and_by_a_qualified_verifier() -> None:
    joined = WHOLE.stage1.but(joined=True)
    assert first(replace(WHOLE, stage1=joined)) == []
    assert first(replace(WHOLE, stage1=joined.but(mode=StageMode.ON_SITE))) == ["joined_site"]
    for wrong in (joined.but(verifier="other"), joined.but(verifier="")):
        assert first(replace(WHOLE, stage1=wrong)) == ["joined"]
    assert first(replace(WHOLE, stage1=joined, qualified=frozenset())) == ["joined"]


def test_the_gap_is_part_of_the_door() -> None:
    early = WHOLE.stage1.but(ended_on=date(2025, 9, 17))
    assert second(replace(WHOLE, stage1=early)) == ["gap"]
    assert second(replace(WHOLE, stage1=early.but(ended_on=date(2025, 9, 18)))) == []
    assert second(replace(WHOLE, stage2_start=None)) == []


@pytest.mark.parametrize(
    ("told", "how", "code"),
    [
        (None, "书面", ["untold"]),
        (DAY, " ", ["untold"]),
        (DAY, "书面", []),
        (date(2026, 3, 19), "书面", ["told_late"]),
    ],
)
def test_the_threshold_is_told_before_the_visit(
    told: date | None, how: str, code: list[str]
) -> None:
    engagement = Engagement(materiality_told_on=told, materiality_told_how=how)
    assert second(replace(WHOLE, engagement=engagement)) == code


def test_each_issue_is_verified_or_becomes_a_nonconformity() -> None:
    issue = StageIssue(row="i1", number="S1-1-01", text="电表未检定")
    settled = issue.but(verified_on=DAY, verified_by="lead", verified_how="看了检定证书")
    nc = Finding(row="f1", number="NC-1-01", kind=FindingKind.MINOR)
    ob = Finding(row="f2", number="OB-1-01", kind=FindingKind.OBSERVATION)
    assert stage_issue_blockers([settled], []) == ()
    assert stage_issue_blockers([issue.but(finding="f1")], [nc]) == ()
    for wrong in (
        issue,
        issue.but(finding="f1"),
        issue.but(finding="f2"),
        settled.but(verified_how=" "),
        settled.but(verified_by=""),
        settled.but(verified_on=None),
    ):
        found = stage_issue_blockers([wrong], [ob])
        assert [(b.code, b.level, b.target.row) for b in found] == [
            ("stages.issue", Level.HARD, "i1")
        ]


def test_numbers_of_issues_are_never_used_twice() -> None:
    assert next_issue_number(1, []) == "S1-1-01"
    taken = ["S1-1-01", "S1-1-09", "S1-2-30", "NC-1-40", "x"]
    assert next_issue_number(1, taken) == "S1-1-10"
    assert next_issue_number(3, taken) == "S1-3-01"


def test_meetings_are_held_wherever_people_meet() -> None:
    assert not meetings_needed(Stage.STAGE_1, StageMode.OFF_SITE)
    assert meetings_needed(Stage.STAGE_1, StageMode.ON_SITE)
    assert not meetings_needed(Stage.DOCUMENT_REVIEW, StageMode.ON_SITE)
    for stage in (Stage.STAGE_2, Stage.SURVEILLANCE, Stage.RECERTIFICATION):
        assert meetings_needed(stage, StageMode.OFF_SITE)


def running(*days: RunningDay) -> list[tuple[str, Level]]:
    site = Site(row="s1", name="无锡一厂")
    found = running_blockers({"s1": {DAY}}, [site], days)
    return [(b.code.removeprefix("stages."), b.level) for b in found]


def test_production_on_the_day_is_recorded_with_a_photo() -> None:
    ran = RunningDay(site="s1", day=DAY, running=YesNo.YES, evidence="e1")
    assert running(ran) == []
    assert running() == [("running_open", Level.WARNING)]
    assert running(ran.but(evidence="")) == [("running_photo", Level.WARNING)]
    stood = ran.but(running=YesNo.NO)
    assert running(stood) == [("not_running", Level.WARNING), ("running_text", Level.HARD)]
    assert running(stood.but(text="酸洗线检修")) == [("not_running", Level.WARNING)]
    assert running(RunningDay(site="s2", day=DAY, running=YesNo.YES)) == running()
