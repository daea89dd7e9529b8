"""What home counts: the map, the worst findings, the day as it went."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cfpdesk.i18n import Bilingual
from cfpdesk.model.checklist import Answer, CheckItem, Verdict
from cfpdesk.model.finding import Finding, FindingKind, FindingState, Position
from cfpdesk.model.home import (
    ClockBreak,
    MapCell,
    Moment,
    Stretch,
    awaits_position,
    clock_breaks,
    map_groups,
    progress,
    stretches,
    worst_findings,
)
from cfpdesk.model.team import Person, Side

NINE = datetime(2026, 3, 18, 1, 0, tzinfo=UTC)
SU, GAO = (Person(row=name, side=Side.TEAM, name=name) for name in ("su", "gao"))


def item(name: str) -> CheckItem:
    both = Bilingual(name, name)
    code = name.split("-", maxsplit=1)[0]
    return CheckItem(name, code, both, ("S2",), "all", (), both, both, "M")


def answer(name: str, verdict: Verdict) -> Answer:
    return Answer(item=name, verdict=verdict)


def test_my_groups_come_first_and_others_are_dotted_until_they_are_known() -> None:
    items = [item("A-01"), item("B-01"), item("B-02"), item("C-01"), item("D-01")]
    answers = {"B-02": answer("B-02", Verdict.CONFORM), "C-01": answer("C-01", Verdict.FOLLOW_UP)}
    owners = {"B": GAO, "C": SU, "D": SU}
    groups = map_groups(items, answers, owners, "su", frozenset({"C-01"}))
    assert [group.code for group in groups] == ["C", "D", "B", "A"]
    assert [group.mine for group in groups] == [True, True, False, False]
    theirs = groups[2].cells
    assert theirs[0] == MapCell("B-01", items[1].question, Verdict.OPEN, pending=True)
    assert not theirs[1].pending
    assert groups[0].cells[0].overdue
    assert not groups[3].cells[0].pending, "nobody's item is open here, not elsewhere"


def test_progress_counts_what_is_decided() -> None:
    items = [item("B-01"), item("B-02"), item("C-01"), item("C-02")]
    answers = {"B-02": answer("B-02", Verdict.CONFORM), "C-01": answer("C-01", Verdict.FOLLOW_UP)}
    groups = map_groups(items, answers, {"B": GAO, "C": SU}, "su")
    found = progress(groups, answers, (GAO, SU), "su", {"gao": NINE}, {"gao": 2})
    assert [(m.person.row, m.done, m.total, m.me) for m in found] == [
        ("su", 0, 2, True),
        ("gao", 1, 2, False),
    ]
    assert (found[1].seen_at, found[1].package) == (NINE, 2)
    assert (found[0].seen_at, found[0].package) == (None, 0)


def test_the_worst_findings_are_open_grave_and_large() -> None:
    small = Finding(number="MS-1-01", kind=FindingKind.MISSTATEMENT, effect=Decimal(5))
    large = Finding(number="MS-1-02", kind=FindingKind.MISSTATEMENT, effect=Decimal(-900))
    closed = Finding(number="NC-1-01", kind=FindingKind.MAJOR, state=FindingState.CLOSED)
    remark = Finding(number="OB-1-01", kind=FindingKind.OBSERVATION)
    minor = Finding(number="NC-1-02", kind=FindingKind.MINOR)
    found = worst_findings([remark, closed, small, minor, large])
    assert [finding.number for finding in found] == ["MS-1-02", "MS-1-01", "NC-1-02"]


def test_a_told_finding_waits_until_the_client_takes_a_position() -> None:
    told = Finding(state=FindingState.TOLD)
    assert awaits_position(told)
    assert not awaits_position(told.but(position=Position.DISPUTED))
    assert not awaits_position(Finding(state=FindingState.RAISED))


def test_work_on_one_step_is_one_stretch_until_a_pause() -> None:
    def at(minutes: int, noun: str) -> Moment:
        return Moment(NINE + timedelta(minutes=minutes), noun)

    moments = [at(0, "opening"), at(9, "opening"), at(10, "checklist"), at(30, "checklist")]
    assert stretches(moments) == (
        Stretch("opening", NINE, NINE + timedelta(minutes=9)),
        Stretch("checklist", NINE + timedelta(minutes=10), NINE + timedelta(minutes=10)),
        Stretch("checklist", NINE + timedelta(minutes=30), NINE + timedelta(minutes=30)),
    )
    assert stretches([]) == ()


def test_a_clock_that_ran_back_is_seen() -> None:
    times = [NINE, NINE + timedelta(minutes=5), NINE + timedelta(minutes=2), NINE]
    assert clock_breaks(times) == (
        ClockBreak(times[2], timedelta(minutes=3)),
        ClockBreak(NINE, timedelta(minutes=2)),
    )
    assert clock_breaks(times, timedelta(minutes=3)) == clock_breaks(times)[:1]
    assert clock_breaks([NINE]) == ()
