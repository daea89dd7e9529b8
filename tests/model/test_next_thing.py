"""The one next thing: the order of the guided day, and putting things off."""

from datetime import UTC, datetime, timedelta

from cfpdesk.i18n import Bilingual, msg
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus, Target
from cfpdesk.model.next_thing import (
    FollowUp,
    NextThing,
    OpenItem,
    OpenSlip,
    Situation,
    StepView,
    current_step,
    elsewhere,
    next_thing,
)

NOW = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)


def blocker(code: str, level: Level = Level.HARD, row: str = "") -> Blocker:
    return Blocker(
        code, level, "RULE:9.5.2", msg("{n} missing", n=code), msg("Mend"), Target("opening", row)
    )


def step(noun: str, mark: Mark, *blockers: Blocker) -> StepView:
    return StepView(noun, msg(noun), StepStatus(mark), blockers)


def item(name: str, *, high: bool = False) -> OpenItem:
    return OpenItem(name, Bilingual("问", "Q"), "RULE:9.6", high)


def follow(name: str, minutes: int) -> FollowUp:
    return FollowUp(name, "王建华", NOW + timedelta(minutes=minutes))


def test_the_order_of_the_guided_day() -> None:
    signature = blocker("opening.unsigned", row="li")
    hard = blocker("checklist.no_reason")
    warning = blocker("checklist.no_evidence", Level.WARNING)
    full = Situation(
        now=NOW,
        steps=(
            step("opening", Mark.IN_PROGRESS, signature),
            step("checklist", Mark.IN_PROGRESS, warning, hard),
            step("closing", Mark.NOT_STARTED, blocker("closing.not_started")),
        ),
        follow_ups=(follow("PROD-09", -5), follow("ELEC-02", 10), follow("ELEC-03", 40)),
        open_items=(item("CALC-01"), item("CALC-02", high=True)),
    )
    seen: list[str] = []
    put_off: dict[str, datetime] = {}
    for _ in range(11):
        thing = next_thing(
            Situation(full.now, full.steps, "", full.follow_ups, full.open_items, put_off)
        )
        seen.append(thing.code)
        put_off[thing.code] = NOW
    assert seen[:10] == [
        "opening.unsigned:li:",
        "follow_up:PROD-09",
        "checklist.no_reason::",
        "follow_up:ELEC-02",
        "item:CALC-02",
        "item:CALC-01",
        "checklist.no_evidence::",
        "step:checklist",
        "step:opening",
        "closing.not_started::",
    ]


def test_where_the_seal_has_become_possible_it_comes_first() -> None:
    warning = blocker("finding.unsigned", Level.WARNING, row="nc")
    open_group = blocker("checklist.open", Level.WARNING)
    met = step("closing", Mark.IN_PROGRESS)

    def first(*steps: StepView, current: str = "") -> NextThing:
        return next_thing(Situation(NOW, steps, current))

    found = first(
        step("checklist", Mark.IN_PROGRESS, open_group),
        step("finding", Mark.IN_PROGRESS, warning),
        met,
        current="finding",
    )
    assert found.code == "seal"
    assert found.target == Target("closing", field="seal")
    assert str(found.sentence) == "封存并签字"
    assert str(found.context) == "另有 2 个提醒没处理"
    assert first(step("closing", Mark.DONE)).code == "seal"
    assert not first(step("closing", Mark.DONE)).context
    hard = step("opening", Mark.IN_PROGRESS, blocker("opening.agenda"))
    assert first(hard, met, current="opening").code == "opening.agenda::"
    assert first(hard, met, current="closing").code != "seal"
    assert first(step("closing", Mark.NOT_STARTED)).code != "seal"
    assert first(step("closing", Mark.SEALED)).done
    put_off = {"seal": NOW}
    steps = (step("finding", Mark.IN_PROGRESS, warning), met)
    assert next_thing(Situation(NOW, steps, put_off=put_off)).code == "finding.unsigned:nc:"


def test_what_was_put_off_comes_back_after_half_an_hour() -> None:
    steps = (step("checklist", Mark.IN_PROGRESS),)
    items = (item("CALC-01"), item("CALC-02"))

    def choose(now: datetime) -> str:
        return next_thing(Situation(now, steps, "", (), items, {"item:CALC-01": NOW})).code

    assert choose(NOW + timedelta(minutes=29)) == "item:CALC-02"
    assert choose(NOW + timedelta(minutes=30)) == "item:CALC-01"


def test_where_only_put_off_things_are_left_the_first_of_them_comes() -> None:
    steps = (step("checklist", Mark.IN_PROGRESS),)
    put_off = {"item:CALC-01": NOW, "step:checklist": NOW}
    found = next_thing(Situation(NOW, steps, "", (), (item("CALC-01"),), put_off))
    assert found.code == "item:CALC-01"


def test_when_nothing_is_left_it_says_so() -> None:
    thing = next_thing(Situation(NOW, (step("opening", Mark.DONE),)))
    assert thing.done
    assert str(thing.sentence)


def test_a_signature_of_a_meeting_that_has_not_begun_keeps_nobody_waiting() -> None:
    steps = (
        step("opening", Mark.IN_PROGRESS, blocker("opening.agenda")),
        step("closing", Mark.NOT_STARTED, blocker("closing.unsigned")),
    )
    assert next_thing(Situation(NOW, steps)).code == "opening.agenda::"


def test_the_step_under_way_is_the_last_one_begun() -> None:
    done, begun, later = (
        step("engagement", Mark.IN_PROGRESS),
        step("opening", Mark.IN_PROGRESS),
        step("checklist", Mark.NOT_STARTED),
    )
    assert current_step((done, begun, later)) == begun
    assert current_step((later,)) == later
    assert current_step((step("x", Mark.SEALED),)) is None


def test_a_thing_that_has_words_of_its_own_keeps_the_fact_as_context() -> None:
    plain = blocker("opening.unsigned", row="li")
    worded = Blocker(
        plain.code, plain.level, plain.clause, plain.sentence, plain.remedy, plain.target, msg("Do")
    )
    thing = next_thing(Situation(NOW, (step("opening", Mark.IN_PROGRESS, worded),)))
    assert (str(thing.sentence), thing.context) == ("Do", plain.sentence)


def test_a_meeting_that_has_said_everything_is_ended_before_the_work_goes_on() -> None:
    open_item = (item("TEAM-01", high=True),)
    warning = blocker("opening.no_title", Level.WARNING)

    def first(mark: Mark, *blockers: Blocker) -> NextThing:
        return next_thing(Situation(NOW, (step("opening", mark, *blockers),), "", (), open_item))

    assert first(Mark.IN_PROGRESS, warning).code == "opening.end"
    assert first(Mark.IN_PROGRESS, warning).target == Target("opening", field="end")
    assert first(Mark.IN_PROGRESS, blocker("opening.points")).code == "opening.points::"
    assert first(Mark.DONE, warning).code == "item:TEAM-01"
    assert first(Mark.NOT_STARTED).code == "item:TEAM-01"


def test_at_the_closing_meeting_what_forbids_the_seal_elsewhere_is_next() -> None:
    reason = Blocker(
        "checklist.no_reason", Level.HARD, "", msg("a"), msg("Mend"), Target("checklist", "TEAM-03")
    )
    steps = (step("checklist", Mark.IN_PROGRESS, reason), step("closing", Mark.IN_PROGRESS))
    open_item = (item("GOAL-02", high=True),)
    found = next_thing(Situation(NOW, steps, "closing", (), open_item))
    assert found.code == "checklist.no_reason:TEAM-03:"
    not_begun = (steps[0], step("closing", Mark.NOT_STARTED))
    assert next_thing(Situation(NOW, not_begun, "closing", (), open_item)).code == "item:GOAL-02"
    assert elsewhere(steps) == (reason,)


def test_after_the_seal_nobody_is_sent_to_an_open_item() -> None:
    steps = (
        step("checklist", Mark.SEALED),
        step("closing", Mark.SEALED),
        step("package", Mark.NOT_STARTED),
    )
    found = next_thing(Situation(NOW, steps, "checklist", (), (item("GOAL-02", high=True),)))
    assert found.code == "step:package"


def test_a_meeting_whose_time_has_come_is_begun_first_by_the_lead() -> None:
    steps = (
        step("checklist", Mark.IN_PROGRESS, blocker("checklist.no_reason")),
        step("closing", Mark.NOT_STARTED, blocker("closing.not_started")),
    )

    def first(due: tuple[str, ...], *, leads: bool = True) -> str:
        return next_thing(Situation(NOW, steps, due=due, leads=leads)).code

    assert first(("closing",)) == "closing.not_started::"
    assert first(()) == "checklist.no_reason::"
    assert first(("closing",), leads=False) == "checklist.no_reason::"


def test_what_a_meeting_lacks_keeps_nobody_waiting_before_it_has_begun() -> None:
    unsigned = blocker("closing.key_data_unsigned")
    told = step("closing", Mark.IN_PROGRESS, blocker("closing.not_started"), unsigned)
    sitting = step("closing", Mark.IN_PROGRESS, unsigned)
    work = step("checklist", Mark.IN_PROGRESS, blocker("checklist.no_reason"))
    assert next_thing(Situation(NOW, (work, told), "checklist")).code == "checklist.no_reason::"
    assert next_thing(Situation(NOW, (work, sitting), "checklist")).code == f"{unsigned.code}::"


def test_slips_of_a_drawn_sample_come_after_high_risks_and_first_while_sampling() -> None:
    steps = (step("checklist", Mark.IN_PROGRESS), step("sampling", Mark.IN_PROGRESS))
    slip = OpenSlip("RK-25-0212", "row", "带钢入库单", 16)
    items = (item("CALC-01"), item("CALC-02", high=True))

    def order(current: str) -> list[str]:
        put_off: dict[str, datetime] = {}
        for _ in range(3):
            given = Situation(NOW, steps, current, (), items, put_off, slips=(slip,))
            put_off[next_thing(given).code] = NOW
        return list(put_off)

    assert order("checklist") == ["item:CALC-02", "slip:row", "item:CALC-01"]
    assert order("sampling")[:2] == ["slip:row", "item:CALC-02"]
    thing = next_thing(Situation(NOW, steps, "sampling", slips=(slip,)))
    assert thing.target == Target("sampling", "row")
    assert str(thing.sentence) == "核对 RK-25-0212"
    assert str(thing.context) == "带钢入库单，还有 16 项待核对"


def test_an_auditor_exports_for_the_lead_by_name() -> None:
    steps = (step("package", Mark.NOT_STARTED),)
    found = next_thing(Situation(NOW, steps, leads=False, lead="林知远"))
    assert str(found.sentence) == "导出，交给林知远"
    assert str(next_thing(Situation(NOW, steps)).sentence) != str(found.sentence)
