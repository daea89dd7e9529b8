"""What stands in the way of stage 1, of stage 2 and of the closing meeting (rules 9.4.2 to 9.6.2).

Codes: `stages.stage1` (items of the list), `.stage1_open`, `.joined`, `.joined_site`, `.not_ready`,
`.gap`, `.at_once`, `.reversed`, `.untold`, `.told_late`, `.issue`, `.not_running`, `.running_text`,
`.running_open`, `.running_photo`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cfpdesk.i18n import msg
from cfpdesk.model.cycle import Cycle
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.finding import NONCONFORMITIES, Finding
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.interval import stage_gap_blockers
from cfpdesk.model.rule_entry import RuleEntry, entries_of, list_blockers
from cfpdesk.model.rule_list import READY, ListCode
from cfpdesk.model.rules import RuleSet
from cfpdesk.model.stage import RunningDay, StageIssue, StageMode, StageOne, settled
from cfpdesk.model.yes_no import YesNo

_GATE = GateMaker("stages", "engagement")


@dataclass(frozen=True, slots=True)
class StageState:
    """What the gate looks at.

    Attributes:
        qualified: rows of verifiers who lack nothing that blocks.
        stage2_start: first day on site of stage 2, planned or begun; None while it is open.
    """

    engagement: Engagement
    cycle: Cycle
    stage1: StageOne
    entries: tuple[RuleEntry, ...]
    qualified: frozenset[str]
    stage2_start: date | None


def stage1_blockers(now: StageState, rules: RuleSet) -> tuple[Blocker, ...]:
    """Return what stage 1 lacks; it belongs to the initial cycle alone (rule 9.5.1)."""
    if now.cycle is not Cycle.INITIAL:
        return ()
    return (*_joined(now), *_judgements(now, rules))


def _joined(now: StageState) -> Iterator[Blocker]:
    stage1, clause = now.stage1, "RULE:9.5.1"
    if not stage1.joined:
        return
    if stage1.mode is StageMode.ON_SITE:
        sentence = msg("Stage 1 is joined with the document review, which is done off site")
        yield _GATE.at(Level.HARD, "joined_site", clause, sentence, field="mode")
    if stage1.verifier not in now.qualified:
        sentence = msg("Only a qualified verifier may join stage 1 with the document review")
        yield _GATE.at(Level.HARD, "joined", clause, sentence, field="verifier")


def _judgements(now: StageState, rules: RuleSet) -> Iterator[Blocker]:
    yield from list_blockers(rules.rule_list(ListCode.STAGE1), now.entries, _GATE)
    if now.stage1.ended_on is None:
        sentence = msg("Stage 1 is not finished")
        yield _GATE.at(Level.HARD, "stage1_open", "RULE:9.5.2", sentence, field="stage1_end")


def stage2_blockers(now: StageState, rules: RuleSet) -> tuple[Blocker, ...]:
    """Return what stands in the way of stage 2, or of a later visit (rules 7, 9.5.1, 9.5.2)."""
    return (*_readiness(now, rules), *_told(now))


def _readiness(now: StageState, rules: RuleSet) -> Iterator[Blocker]:
    if now.cycle is not Cycle.INITIAL:
        return
    ready = entries_of(ListCode.STAGE1, now.entries).get(READY, RuleEntry())
    if ready.answer is not YesNo.YES:
        sentence = (
            msg("Stage 1 found that stage 2 cannot begin yet")
            if ready.answer is YesNo.NO
            else msg("Stage 1 has not said whether stage 2 can begin")
        )
        yield _GATE.at(
            Level.HARD, "not_ready", "RULE:9.5.2", sentence, field=f"{ListCode.STAGE1}.{READY}"
        )
    yield from stage_gap_blockers(now.stage1.ended_on, now.stage2_start, rules)


def _told(now: StageState) -> Iterator[Blocker]:
    told, how = now.engagement.materiality_told_on, now.engagement.materiality_told_how
    if told is None or not how.strip():
        sentence = msg("The client has not been told the materiality threshold")
        field = "materiality_told_on" if told is None else "materiality_told_how"
        yield _GATE.at(Level.HARD, "untold", "RULE:7", sentence, field=field)
    elif now.stage2_start is not None and told > now.stage2_start:
        sentence = msg(
            "The client was told the threshold on {told}, after the visit began",
            told=told.isoformat(),
        )
        yield _GATE.at(Level.HARD, "told_late", "RULE:7", sentence, field="materiality_told_on")


def stage_issue_blockers(
    issues: Iterable[StageIssue], findings: Iterable[Finding]
) -> tuple[Blocker, ...]:
    """Return which issues of stage 1 were neither verified nor carried into a nonconformity.

    They keep the closing meeting from being ended (rule 9.6.2 1).
    """
    carried = {finding.row for finding in findings if finding.kind in NONCONFORMITIES}
    return tuple(
        _GATE.at(
            Level.HARD,
            "issue",
            "RULE:9.6.2",
            msg("{number} of stage 1 is neither verified nor a nonconformity", number=issue.number),
            remedy=msg("Verify"),
            row=issue.row,
            field="verified_how",
        )
        for issue in sorted(issues, key=lambda i: (i.number, i.row))
        if not settled(issue) and issue.finding not in carried
    )


def running_blockers(
    visits: Mapping[str, Collection[date]], sites: Iterable[Site], days: Iterable[RunningDay]
) -> tuple[Blocker, ...]:
    """Return what is not known of normal production on the days of the visit (rule 9.4.2).

    Args:
        visits: days on site, by row of the site.
        sites: in the order of the list.
        days: what was recorded.
    """
    kept = {(found.site, found.day): found for found in days}
    return tuple(
        blocker
        for site in sites
        for day in sorted(visits.get(site.row, ()))
        for blocker in _running(site, day, kept.get((site.row, day)))
    )


def _running(site: Site, day: date, found: RunningDay | None) -> Iterator[Blocker]:
    clause, names = "RULE:9.4.2", {"site": site.name, "day": day.isoformat()}
    if found is None or found.running is YesNo.OPEN:
        sentence = msg("{site}, {day}: whether production ran normally is not recorded", **names)
        yield _GATE.at(
            Level.WARNING, "running_open", clause, sentence, row=site.row, field="running"
        )
        return
    if found.running is YesNo.NO:
        sentence = msg("{site}, {day}: production did not run normally", **names)
        yield _GATE.at(
            Level.WARNING,
            "not_running",
            clause,
            sentence,
            remedy=msg("Look"),
            row=site.row,
            field="running",
        )
        if not found.text.strip():
            sentence = msg("{site}, {day}: write what did not run", **names)
            yield _GATE.at(
                Level.HARD, "running_text", clause, sentence, row=site.row, field="running_text"
            )
    if not found.evidence:
        sentence = msg("{site}, {day}: no photo shows whether production ran", **names)
        yield _GATE.at(
            Level.WARNING,
            "running_photo",
            clause,
            sentence,
            remedy=msg("Photo"),
            row=site.row,
            field="running_photo",
        )
