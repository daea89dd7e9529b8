"""What stands in the way of a plan, and of going on site with it (rules 9.2, 9.4.1, 9.4.3, 9.5.2).

Codes: `plan.programme`, `.plan`, `.plan_if_needed`, `.selection` (items of the lists), `.block`,
`.nobody`, `.overlap`, `.sent`, `.confirmed`, `.changed`, `.order`,
`.other_day`, `.not_yet`, `.replaced`.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.plan import (
    PlanState,
    PlanVersion,
    allowed,
    confirmed,
    newest,
    plan_given,
    replaced,
)
from cfpdesk.model.plan_version import plan_fingerprint
from cfpdesk.model.rule_entry import list_blockers
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.schedule import ScheduleBlock, overlapping, sound

_GATE = GateMaker("plan", "engagement")
_CLAUSE = "RULE:9.4.3"


def plan_blockers(
    now: PlanState, rules: RuleSet, on_site: date | None = None
) -> tuple[Blocker, ...]:
    """Return what the plan lacks, and whether the client confirmed it as it is.

    Args:
        now: the plan.
        rules: the engagement's rules.
        on_site: the day on which the visit began; None while it has not.
    """
    given = plan_given(now)
    lists: tuple[tuple[ListCode, frozenset[str]], ...] = (
        (ListCode.SELECTION, frozenset()),
        (ListCode.PROGRAMME, frozenset()),
        (ListCode.PLAN, given),
        (ListCode.PLAN_IF_NEEDED, given),
    )
    return (
        *(
            blocker
            for code, known in lists
            for blocker in list_blockers(rules.rule_list(code), now.entries, _GATE, known)
        ),
        *_blocks(now),
        *_version(now, on_site),
        *_team(now),
    )


def _blocks(now: PlanState) -> Iterator[Blocker]:
    blocks = {block.row: block for block in now.blocks}
    names = {person.row: person.name for person in now.people}
    for block in sorted(now.blocks, key=lambda b: b.row):
        if not sound(block):
            sentence = msg("“{title}” has no day, or ends before it begins", title=_title(block))
            yield _GATE.at(
                Level.WARNING, "block", "RULE:9.4.1", sentence, row=block.row, field="schedule"
            )
        elif block.people and not names.keys() & set(block.people):
            sentence = msg("Nobody of the team is at “{title}” any more", title=_title(block))
            yield _GATE.at(
                Level.WARNING, "nobody", "RULE:9.4.1", sentence, row=block.row, field="schedule"
            )
    for first, second in overlapping(now.blocks):
        both = sorted(set(blocks[first].people) & set(blocks[second].people))
        sentence = msg(
            "{name} is planned twice at once: “{first}” and “{second}”",
            name=names.get(both[0], "–"),
            first=_title(blocks[first]),
            second=_title(blocks[second]),
        )
        yield _GATE.at(
            Level.WARNING,
            "overlap",
            "RULE:9.4.1",
            sentence,
            remedy=msg("Move"),
            row=second,
            field="schedule",
        )


def _title(block: ScheduleBlock) -> str:
    return block.title.strip() or "–"


def _version(now: PlanState, on_site: date | None) -> Iterator[Blocker]:
    latest = newest(now.versions)
    if latest is None or latest.sent_on is None:
        sentence = msg("The plan has not been sent to the client")
        yield _GATE.at(Level.HARD, "sent", _CLAUSE, sentence, remedy=msg("Send"), field="version")
        return
    if not confirmed(latest):
        sentence = msg("The client has not confirmed version {n} of the plan", n=latest.number)
        yield _GATE.at(
            Level.HARD, "confirmed", _CLAUSE, sentence, remedy=msg("Send"), field="version"
        )
    elif latest.state_sha256 != plan_fingerprint(now):
        sentence = msg(
            "The plan differs from version {n}, which the client confirmed; give written notice",
            n=latest.number,
        )
        yield _GATE.at(
            Level.HARD, "changed", _CLAUSE, sentence, remedy=msg("Send"), field="version"
        )
    yield from _order(now.versions, on_site)
    yield from _other_day(now, on_site)


def _order(versions: tuple[PlanVersion, ...], on_site: date | None) -> Iterator[Blocker]:
    agreed = [version.confirmed_on for version in versions if version.confirmed_on is not None]
    if on_site is not None and agreed and min(agreed) > on_site:
        sentence = msg(
            "The visit began on {start}, before the client confirmed a plan",
            start=on_site.isoformat(),
        )
        yield _GATE.at(Level.HARD, "order", _CLAUSE, sentence, remedy=msg("Look"), field="version")


def _other_day(now: PlanState, on_site: date | None) -> Iterator[Blocker]:
    """Yield that the visit began on a day the plan does not have, which is told in writing."""
    days = [block.day for block in now.blocks if sound(block) and block.day is not None]
    days += [day for site in now.sites for day in (site.visit_from, site.visit_to) if day]
    if on_site is None or not days or min(days) <= on_site <= max(days):
        return
    sentence = msg(
        "The visit began on {start}; the plan has it from {first} to {last}",
        start=on_site.isoformat(),
        first=min(days).isoformat(),
        last=max(days).isoformat(),
    )
    yield _GATE.at(
        Level.WARNING, "other_day", _CLAUSE, sentence, remedy=msg("Look"), field="version"
    )


def plan_not_yet_blockers(versions: Iterable[PlanVersion], today: date) -> tuple[Blocker, ...]:
    """Return that the visit cannot begin before the day on which the client confirms a plan.

    Args:
        versions: all of them; where none is confirmed, `plan_blockers` says so.
        today: the day on which the visit would begin.
    """
    agreed = [v.confirmed_on for v in versions if confirmed(v) and v.confirmed_on is not None]
    if not agreed or min(agreed) <= today:
        return ()
    sentence = msg(
        "The client confirms the plan on {day}; the visit cannot begin before that",
        day=min(agreed).isoformat(),
    )
    return (
        _GATE.at(Level.HARD, "not_yet", _CLAUSE, sentence, remedy=msg("Look"), field="version"),
    )


def _team(now: PlanState) -> Iterator[Blocker]:
    changes = {change.out: change for change in now.changes}
    for row in replaced(now):
        change = changes.get(row)
        if change is not None and allowed(change):
            continue
        sentence = msg(
            "{name} was planned and confirmed and verifies no more: "
            "why it could not be foreseen, and that the client agrees, is not recorded",
            name=now.name_of(row),
        )
        yield _GATE.at(
            Level.OVERRIDABLE, "replaced", "RULE:9.5.2", sentence, row=row, field="team_change"
        )
