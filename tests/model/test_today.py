"""What is for today: nothing of tomorrow's meeting, nothing of another's."""

from datetime import date

from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus, Target
from cfpdesk.model.next_thing import StepView, has_begun
from cfpdesk.model.today import Today, for_today

FIRST, LAST = date(2026, 3, 18), date(2026, 3, 19)


def missing(code: str, row: str = "") -> Blocker:
    page = code.partition(".")[0]
    return Blocker(code, Level.HARD, "", msg("x"), msg("Go"), Target(page, row))


def step(noun: str, mark: Mark, *blockers: Blocker, optional: bool = False) -> StepView:
    return StepView(noun, msg(noun), StepStatus(mark), blockers, optional)


STEPS = (
    step("opening", Mark.NOT_STARTED, missing("opening.not_started")),
    step(
        "checklist",
        Mark.IN_PROGRESS,
        missing("checklist.open", "ELEC-01"),
        missing("checklist.open", "RAW-01"),
        missing("checklist.overdue", "RAW-02"),
    ),
    # findings were told, so something is recorded, but nobody sits there
    step("closing", Mark.IN_PROGRESS, missing("closing.not_started"), missing("closing.unsigned")),
    step("package", Mark.NOT_STARTED, missing("package.blocks")),
    step("merge", Mark.NOT_STARTED, missing("merge.waiting"), optional=True),
)
OTHERS = frozenset({"RAW"})


def codes(today: Today) -> list[str]:
    return [f"{b.code} {b.target.row}".strip() for s in for_today(STEPS, today) for b in s.blockers]


def optional(today: Today) -> set[str]:
    return {s.noun for s in for_today(STEPS, today) if s.optional}


def test_before_its_day_the_closing_meeting_asks_for_nothing() -> None:
    lead = Today(FIRST, LAST, leads=True, others=OTHERS)
    assert codes(lead) == [
        "opening.not_started",
        "checklist.open ELEC-01",
        "checklist.overdue RAW-02",
        "merge.waiting",
    ]
    assert optional(lead) == {"closing", "package", "merge"}


def test_on_its_day_everything_is_the_leads() -> None:
    lead = Today(LAST, LAST, leads=True, others=OTHERS)
    assert codes(lead) == [
        "opening.not_started",
        "checklist.open ELEC-01",
        "checklist.open RAW-01",
        "checklist.overdue RAW-02",
        "closing.not_started",
        "closing.unsigned",
        "package.blocks",
        "merge.waiting",
    ]
    assert codes(Today(FIRST, None, leads=True, others=OTHERS)) == codes(lead)


def test_an_auditor_waits_for_no_meeting_and_no_group_of_another() -> None:
    auditor = Today(LAST, LAST, leads=False, others=OTHERS)
    assert codes(auditor) == ["checklist.open ELEC-01", "package.blocks"]
    assert optional(auditor) == {"opening", "closing", "merge"}


def test_a_meeting_that_was_begun_here_stays_whoever_leads() -> None:
    held = (step("closing", Mark.IN_PROGRESS, missing("closing.unsigned")),)
    assert has_begun(held[0])
    assert not has_begun(STEPS[2])
    for leads in (True, False):
        assert for_today(held, Today(FIRST, LAST, leads=leads)) == held
