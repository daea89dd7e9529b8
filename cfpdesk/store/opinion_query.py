"""The misstatements of an engagement and the opinion that follows; asked by steps and documents."""

from collections.abc import Iterator

from cfpdesk.i18n import Text, msg
from cfpdesk.model.checklist import Answer, applicable, is_done
from cfpdesk.model.engagement import Engagement, claim_text
from cfpdesk.model.finding import Finding
from cfpdesk.model.misstatement import Misstatement
from cfpdesk.model.misstatement_ledger import Ledger, ledger
from cfpdesk.model.opinion import Opinion, proposed_opinion
from cfpdesk.model.opinion_reason import OpinionFacts, open_criteria
from cfpdesk.model.opinion_text import OpinionSubject
from cfpdesk.model.opinion_view import OpinionState
from cfpdesk.model.recalculation import Recalculation
from cfpdesk.model.sampled import Sampled
from cfpdesk.model.sampling_view import PopulationState, SamplingState
from cfpdesk.model.sensitivity import Case, SampledPopulation, Variant, sensitivity
from cfpdesk.model.team import Person
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.inventory_query import line_differences, recalculation
from cfpdesk.store.sampling_state import sampling_state
from cfpdesk.store.session import Session


def opinion_state(session: Session) -> OpinionState:
    """Return the ledger of misstatements with the proposed opinion and the one that was set."""
    return session.remember(("opinion", session.tables.reads), lambda: _state(session))


def variants_of(session: Session) -> tuple[Variant, ...]:
    """Return what becomes of the conclusion with one choice changed at a time."""
    key = ("variants", session.tables.reads)
    return session.remember(key, lambda: sensitivity(opinion_state(session).case))


def _state(session: Session) -> OpinionState:
    sampling, found = sampling_state(session), recalculation(session)
    opinion = session.find(Opinion)
    case = _case(session, sampling)
    evaluations = [one.evaluation for one in sampling.inventory if one.evaluation is not None]
    gathered = ledger(case.context, case.lines, evaluations, case.findings, case.added)
    facts = _facts(session, sampling, found, gathered, opinion)
    setter = session.get(Person, opinion.chosen_by) if opinion.chosen_by else None
    return OpinionState(
        engagement=sampling.engagement,
        case=case,
        ledger=gathered,
        added=case.added,
        proposal=proposed_opinion(facts),
        opinion=opinion,
        subject=_subject(sampling.engagement, opinion),
        chosen_by=setter.name if setter else "",
        sealed=sampling.sealed,
        tested=facts.tested,
    )


def _case(session: Session, sampling: SamplingState) -> Case:
    return Case(
        context=sampling.context,
        populations=tuple(_sampled(sampling)),
        lines=line_differences(session),
        findings=session.all(Finding),
        added=session.all(Misstatement),
    )


def _sampled(sampling: SamplingState) -> Iterator[SampledPopulation]:
    for one in sampling.inventory:
        if one.evaluation is not None:
            own = [other for other in sampling.reverse if other.population.row in one.tests]
            records = (_records(other) for other in own)
            yield SampledPopulation(
                one.evaluation.sampled, tuple(part for part in records if part is not None)
            )


def _records(one: PopulationState) -> Sampled | None:
    if one.sample is None:
        return None
    return Sampled(one.population, one.sample, one.seen, one.plan.confidence)


def _facts(
    session: Session,
    sampling: SamplingState,
    found: Recalculation,
    gathered: Ledger,
    opinion: Opinion,
) -> OpinionFacts:
    departures, failed = open_criteria(session.all(Finding), sampling.context.tolerable_kg)
    drawn = any(one.sample is not None for one in sampling.populations)
    computed = any(r.counts and r.verified_kg is not None for r in found.lines)
    return OpinionFacts(
        ledger=gathered,
        tested=drawn or computed,
        open_work=tuple(_open_work(session, sampling, found)),
        missing=opinion.missing,
        pervasive=opinion.pervasive,
        departures=departures,
        failed=failed,
    )


def _open_work(session: Session, sampling: SamplingState, found: Recalculation) -> Iterator[Text]:
    """Yield what could still change the opinion, beside unchecked items of drawn samples."""
    open_lines = sum(r.counts and r.verified_kg is None for r in found.lines)
    if open_lines:
        yield msg("{n} {n:line is|lines are} not recalculated", n=open_lines)
    for one in sampling.populations:
        unfinished = one.population.completeness and not one.done
        if one.sample is None or unfinished:
            yield one.population.name
    engagement = sampling.engagement
    answers = {answer.item: answer for answer in session.all(Answer)}
    items = applicable(checklist_of(session), engagement)
    left = sum(item.id not in answers or not is_done(answers[item.id]) for item in items)
    if left:
        yield msg("{n} check {n:item is|items are} open", n=left)


def _subject(engagement: Engagement, opinion: Opinion) -> OpinionSubject:
    return OpinionSubject(
        product=engagement.product,
        claim=claim_text(engagement),
        criteria=_listed(engagement.criteria),
        matters=opinion.matters.strip() or _listed(opinion.missing) or msg("[what it is about]"),
    )


def _listed(parts: tuple[str, ...]) -> Text:
    found: Text = parts[0] if parts else ""
    for part in parts[1:]:
        found = msg("{first}, {second}", first=found, second=part)
    return found
