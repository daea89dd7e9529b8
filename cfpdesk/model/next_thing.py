"""The one next thing: chosen from what stands in the way and who is waiting. Pure.

Order, first hit wins:

1. the seal, once nothing hard stands in its way: the whole closing meeting waits for it;
2. a person is waiting: the time of a meeting has come, a signature is open, or a promised time has
   passed;
3. a hard blocker of the step that is under way, on Today the one planned for now; at the closing
   meeting also what forbids the seal on other pages;
   the end of the opening meeting, once nothing hard stands in its way: people sit there;
4. a follow-up that falls due within 15 minutes;
5. an open high-risk item of one's own, those of the place where one is first;
6. the next unchecked item of a sample that is drawn, first while the sampling is under way;
7. the next open item of one's own, while the step is under way;
8. a warning of the step that is under way;
9. the next step that is not done; and first what blocks it.

What a person put off stays away for 30 minutes, unless nothing else is left.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cfpdesk.i18n import Bilingual, Message, Text, msg
from cfpdesk.model.closing_gate import SEALING_STEPS, seal_blockers
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus, Target

PUT_OFF = timedelta(minutes=30)
SOON = timedelta(minutes=15)
# Blockers that mean: somebody is sitting there and waits.
WAITING_CODES = frozenset(
    {
        "opening.unsigned",
        "closing.unsigned",
        "closing.key_data_unsigned",
        "finding.unsigned",
        "finding.no_response",
        "checklist.overdue",
    }
)
_HARD = (Level.HARD, Level.OVERRIDABLE)


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as the choice sees it; steps come in the order of the visit.

    Attributes:
        title: its name for a person.
        optional: a step that is never waited for (for example merging).
    """

    noun: str
    title: Message
    status: StepStatus
    blockers: tuple[Blocker, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Somebody promised something until a time; `item` is the id of the check item."""

    item: str
    whom: str
    by: datetime | None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A check item of one's own that is not answered yet."""

    item: str
    question: Bilingual
    clause: str = ""
    high_risk: bool = False


@dataclass(frozen=True, slots=True)
class OpenSlip:
    """The next item of a drawn sample that is not checked yet.

    Attributes:
        item: its identifier in the client's ledger; `row` of its record.
        population: name of the population; `left` how many of its items are unchecked.
    """

    item: str
    row: str
    population: str
    left: int


@dataclass(frozen=True, slots=True)
class NextThing:
    """What the next line shows.

    Attributes:
        code: stable while it is the same thing; what a person puts off.
        sentence: verb first.
        clause: as in data ("RULE:9.5.2"), or empty.
        context: one fact, or empty.
        target: where it is done.
        done: nothing is left; there is nothing to do.
    """

    code: str
    sentence: Text
    clause: str = ""
    context: Text = ""
    target: Target = field(default_factory=lambda: Target("home"))
    done: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the choice looks at.

    Attributes:
        now: aware.
        steps: in the order of the visit.
        current: noun of the step under way; empty to take the first that is begun and not done.
        follow_ups: the open ones, own items.
        open_items: own unanswered items, those of the place where the person is first.
        put_off: when things were put off, by code.
        leads: the person at this computer leads the visit; another does not end or seal it.
        due: nouns of the meetings whose time has come and that have not begun.
        slips: of each drawn sample the next item to check.
        lead: name of the lead, whom an auditor's package is for; empty where not known.
    """

    now: datetime
    steps: tuple[StepView, ...]
    current: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    put_off: Mapping[str, datetime] = field(default_factory=dict)
    leads: bool = True
    due: tuple[str, ...] = ()
    slips: tuple[OpenSlip, ...] = ()
    lead: str = ""


def next_thing(situation: Situation) -> NextThing:
    """Return the one next thing; where nothing is left, a thing that is `done`."""
    first: NextThing | None = None
    for thing in _in_order(situation):
        first = first or thing
        since = situation.put_off.get(thing.code)
        if since is None or situation.now - since >= PUT_OFF:
            return thing
    return first or NextThing("nothing", msg("Everything for today is done"), done=True)


def current_step(steps: Iterable[StepView]) -> StepView | None:
    """Return the last step that was begun and is not done, else the first that is not done."""
    waited = [s for s in steps if not s.optional and not _finished(s)]
    begun = [s for s in waited if s.status.mark is Mark.IN_PROGRESS]
    if begun:
        return begun[-1]
    return waited[0] if waited else None


def has_begun(view: StepView) -> bool:
    """Tell whether a step is under way or done; a meeting only once people sit there."""
    waits_for_begin = any(b.code == f"{view.noun}.not_started" for b in view.blockers)
    return view.status.mark is not Mark.NOT_STARTED and not waits_for_begin


def _in_order(situation: Situation) -> Iterator[NextThing]:
    step = next((s for s in situation.steps if s.noun == situation.current), None)
    step = step or current_step(situation.steps)
    if situation.leads:
        yield from _seal(situation.steps)
        yield from _begin(situation)
    yield from _waiting(situation, step)
    yield from _blocks(step, _HARD)
    if step is not None and step.noun == "closing" and step.status.mark is Mark.IN_PROGRESS:
        yield from (_mend(blocker) for blocker in elsewhere(situation.steps))
    if situation.leads:
        yield from _meeting_end(situation.steps)
    yield from _due(situation, timedelta(0), SOON)
    if not _sealed(situation.steps):  # afterwards an answer is an amendment: nobody is sent to it
        slips = [_check(slip) for slip in situation.slips]
        if step is not None and step.noun == "sampling":
            yield from slips
        yield from (_answer(item) for item in situation.open_items if item.high_risk)
        yield from slips
        if step is not None and step.noun == "checklist":
            yield from (_answer(item) for item in situation.open_items if not item.high_risk)
    yield from _blocks(step, (Level.WARNING,))
    yield from _next_steps(situation, step)


def elsewhere(steps: Iterable[StepView]) -> tuple[Blocker, ...]:
    """Return what forbids the seal and is mended before the closing meeting, on its own page."""
    views = {view.noun: view for view in steps}
    before = [views[noun] for noun in SEALING_STEPS if noun != "closing" and noun in views]
    return seal_blockers([blocker for view in before for blocker in view.blockers])


def _sealed(steps: Iterable[StepView]) -> bool:
    return any(s.noun == "closing" and s.status.mark is Mark.SEALED for s in steps)


def _seal(steps: Iterable[StepView]) -> Iterator[NextThing]:
    """Yield the seal where the closing meeting has begun and nothing forbids it any more."""
    views = {view.noun: view for view in steps}
    closing = views.get("closing")
    if closing is None or closing.status.mark not in (Mark.IN_PROGRESS, Mark.DONE):
        return
    standing = [b for noun in SEALING_STEPS if noun in views for b in views[noun].blockers]
    if seal_blockers(standing):
        return
    warnings = sum(b.level is Level.WARNING for b in standing)
    left = msg("{n} {n:warning stays|warnings stay} open", n=warnings)
    yield NextThing(
        code="seal",
        sentence=msg("Seal and sign"),
        clause="RULE:9.6.2",
        context=left if warnings else "",
        target=Target("closing", field="seal"),
    )


def _begin(situation: Situation) -> Iterator[NextThing]:
    """Yield the begin of a meeting whose time has come: people sit there."""
    for view in situation.steps:
        if view.noun in situation.due:
            yield from (_mend(b) for b in view.blockers if b.code == f"{view.noun}.not_started")


def _meeting_end(steps: Iterable[StepView]) -> Iterator[NextThing]:
    """Yield the end of the opening meeting where it has begun and everything was said."""
    opening = next((view for view in steps if view.noun == "opening"), None)
    if opening is None or opening.status.mark is not Mark.IN_PROGRESS:
        return
    if any(blocker.level in _HARD for blocker in opening.blockers):
        return
    yield NextThing(
        code="opening.end",
        sentence=msg("End the opening meeting"),
        clause="RULE:9.5.2",
        target=Target("opening", field="end"),
    )


def _waiting(situation: Situation, step: StepView | None) -> Iterator[NextThing]:
    """Yield who waits: of the step under way first, then of the others that have begun."""
    begun = [s for s in situation.steps if s.status.mark is Mark.IN_PROGRESS and s != step]
    for view in [step, *begun] if step else begun:
        for blocker in view.blockers:
            if blocker.code in WAITING_CODES and has_begun(view):
                yield _mend(blocker)
    yield from _due(situation, None, timedelta(0))


def _due(situation: Situation, after: timedelta | None, until: timedelta) -> Iterator[NextThing]:
    dated = [f for f in situation.follow_ups if f.by is not None]
    for follow in sorted(dated, key=lambda f: (f.by, f.item)):
        if follow.by is None:
            continue
        left = follow.by - situation.now
        if left < until and (after is None or left >= after):
            yield _ask(follow, late=left < timedelta(0))


def _ask(follow: FollowUp, *, late: bool) -> NextThing:
    by = follow.by.astimezone().strftime("%H:%M") if follow.by else ""
    return NextThing(
        code=f"follow_up:{follow.item}",
        sentence=msg("Ask {name} about {item}", name=follow.whom, item=follow.item)
        if follow.whom.strip()
        else msg("Ask about {item}", item=follow.item),
        clause=follow.clause,
        context=msg("was promised for {time}", time=by)
        if late
        else msg("promised for {time}", time=by),
        target=Target("checklist", follow.item),
    )


def _answer(item: OpenItem) -> NextThing:
    return NextThing(
        code=f"item:{item.item}",
        sentence=msg("Check {item}", item=item.item),
        clause=item.clause,
        context=item.question,
        target=Target("checklist", item.item),
    )


def _check(slip: OpenSlip) -> NextThing:
    return NextThing(
        code=f"slip:{slip.row}",
        sentence=msg("Check {item} against its voucher", item=slip.item),
        clause="ISO14064-3:6.1.3",
        context=msg(
            "{name}, {n} {n:item is|items are} still to check", name=slip.population, n=slip.left
        ),
        target=Target("sampling", slip.row),
    )


def _blocks(step: StepView | None, levels: tuple[Level, ...]) -> Iterator[NextThing]:
    if step is not None:
        yield from (_mend(b) for b in step.blockers if b.level in levels)


def _mend(blocker: Blocker) -> NextThing:
    target = blocker.target
    return NextThing(
        code=f"{blocker.code}:{target.row}:{target.field}",
        sentence=blocker.todo or msg("{verb}: {what}", verb=blocker.remedy, what=blocker.sentence),
        clause=blocker.clause,
        context=blocker.sentence if blocker.todo else "",
        target=target,
    )


def _next_steps(situation: Situation, step: StepView | None) -> Iterator[NextThing]:
    for view in sorted(situation.steps, key=lambda view: view != step):
        if view.optional or _finished(view):
            continue
        if view != step:
            yield from _blocks(view, _HARD)
        hands_on = view.noun == "package" and not situation.leads and situation.lead
        yield NextThing(
            code=f"step:{view.noun}",
            sentence=msg("Export, and give it to {name}", name=situation.lead)
            if hands_on
            else msg("Go on with {step}", step=view.title),
            target=Target(view.noun),
        )


def _finished(step: StepView) -> bool:
    return step.status.mark in (Mark.DONE, Mark.SEALED)
