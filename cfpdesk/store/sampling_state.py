"""Everything that stands at the populations: items, sample, results; asked by steps and documents.

Items are read from the client's tables (`store.sampling_query`), everything else follows from the
records and is computed anew after each write.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from cfpdesk.model.checked_item import aside_seen, checked_items
from cfpdesk.model.closing import Seal
from cfpdesk.model.completeness import OmissionTest, omission_test
from cfpdesk.model.conclusion import conclude, room_text
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.draw import seed_text
from cfpdesk.model.drawn_sample import DrawnSample, draw_sample
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.estimate import Apart
from cfpdesk.model.evaluation import ClaimContext, Evaluation, evaluate
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.finding import Finding
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.misstatement import Misstatement
from cfpdesk.model.misstatement_ledger import ledger
from cfpdesk.model.population import (
    Population,
    SampleExtension,
    SampleItem,
    SamplingSettings,
    rounds_of,
    settings_of,
)
from cfpdesk.model.population_frame import Frame
from cfpdesk.model.population_gate import PopulationFacts, stage_of
from cfpdesk.model.sample_plan import plan
from cfpdesk.model.sampled import Sampled
from cfpdesk.model.sampling_view import PopulationState, SamplingState
from cfpdesk.model.team import Person
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.store.inventory_query import claim_of, line_differences, recalculation
from cfpdesk.store.sampling_query import HashedFrame, frame_of
from cfpdesk.store.session import Session


def sampling_state(session: Session) -> SamplingState:
    """Return the populations with everything that follows from them."""
    return session.remember(("sampling", session.tables.reads), lambda: _state(session))


def _state(session: Session) -> SamplingState:
    engagement = session.find(Engagement)
    settings, claim = session.find(SamplingSettings), claim_of(session)
    context = ClaimContext(
        claim_kg=claim.kg,
        materiality_pct=engagement.materiality_pct or Decimal(0),
        level=engagement.assurance_level,
        performance_pct=settings.performance_pct,
        basis=claim,
    )
    evidence = _evidence(session)
    seen = _seen(session)
    begun = [
        _begun(session, population, engagement, settings, seen, evidence)
        for population in session.all(Population)
    ]
    tests = _omissions(begun)
    meeting = session.find(Meeting, kind=MeetingKind.OPENING)
    speaker = session.get(Person, meeting.spoken_by) if meeting.spoken_by else None
    return SamplingState(
        engagement=engagement,
        settings=settings,
        context=context,
        populations=_concluded(
            session, context, [_evaluated(session, one, context, tests) for one in begun]
        ),
        spoken=meeting.spoken_number,
        spoken_by=speaker.name if speaker else meeting.spoken_by,
        spoken_at=meeting.spoken_at,
        sealed=bool(session.all(Seal)),
        tables={table.row: table.name for table in session.all(Dataset)},
        lines=tuple(
            (result.line.key, " ".join(filter(None, (result.line.code, result.line.name))))
            for result in recalculation(session).lines
        ),
    )


def _seen(session: Session) -> dict[str, dict[str, SampleItem]]:
    found: dict[str, dict[str, SampleItem]] = defaultdict(dict)
    for item in session.all(SampleItem):
        found[item.population][item.item] = item
    return found


def _evidence(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the evidence linked to each drawn item, by the item's row."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in session.all(Link):
        piece = session.get(Evidence, link.evidence)
        if link.target_table == SampleItem.TABLE and piece is not None:
            found[link.target].append(piece.number)
    return {row: tuple(sorted(numbers)) for row, numbers in found.items()}


def _begun(
    session: Session,
    population: Population,
    engagement: Engagement,
    settings: SamplingSettings,
    seen: Mapping[str, Mapping[str, SampleItem]],
    evidence: Mapping[str, tuple[str, ...]],
) -> PopulationState:
    """Return a population up to its draw."""
    hashed = frame_of(session, population)
    frame = hashed.frame if hashed else None
    extensions = tuple(e for e in session.all(SampleExtension) if e.population == population.row)
    own = seen.get(population.row, {})
    seed = ""
    if population.seed_number:
        seed = seed_text(engagement.number, population.name, population.seed_number)
    sample = _sample(session.tables, population, hashed, seed, extensions)
    others = session.all(Population)
    facts = _facts(population, hashed, sample, own, others)
    materiality = engagement.materiality_pct or Decimal(0)
    own_settings = settings_of(population, settings)
    level = engagement.assurance_level
    items = facts.items if facts.at_hand else population.frozen_items
    needed = plan(population, level, own_settings, materiality, items)
    return PopulationState(
        population=population,
        frame=frame,
        facts=facts,
        stage=stage_of(population, facts),
        plan=needed,
        sample=sample,
        extensions=extensions,
        seen=own,
        evidence={item.item: evidence[item.row] for item in own.values() if item.row in evidence},
        tests=tuple(o.row for o in others if o.reverse_of == population.row),
        seed=seed,
    )


def _sample(
    tables: ClientTables,
    population: Population,
    hashed: HashedFrame | None,
    seed: str,
    extensions: Sequence[SampleExtension],
) -> DrawnSample | None:
    """Return what was drawn; nothing from items that are no longer the frozen ones."""
    if hashed is None or not population.drawn_size or hashed.sha256 != population.frozen_sha256:
        return None
    rounds = rounds_of(population, extensions)
    key = ("drawn", population, hashed.sha256, seed, rounds)
    return tables.keep(key, lambda: draw_sample(population, hashed.frame, seed, rounds))


def _facts(
    population: Population,
    hashed: HashedFrame | None,
    sample: DrawnSample | None,
    seen: Mapping[str, SampleItem],
    others: Sequence[Population],
) -> PopulationFacts:
    frame = hashed.frame if hashed else Frame((), (), Decimal(0), Decimal(0))
    items = checked_items(sample, seen) if sample else ()
    aside = aside_seen(frame.set_aside, seen)
    return PopulationFacts(
        items=len(frame.items),
        groups=len({item.group for item in frame.items}),
        imported_total=frame.imported_total,
        at_hand=hashed is not None,
        sha256=hashed.sha256 if hashed else "",
        drawn=len(items),
        unchecked=sum(not item.settled for item in items),
        set_aside_open=aside.open,
        completeness_tests=sum(other.reverse_of == population.row for other in others),
    )


def _omissions(begun: Sequence[PopulationState]) -> dict[str, OmissionTest]:
    """Return the outcome of each completeness test, by its row."""
    return {
        one.population.row: omission_test(one.population, one.sample, one.seen, one.plan.confidence)
        for one in begun
        if one.population.completeness and one.sample is not None
    }


def _evaluated(
    session: Session,
    one: PopulationState,
    context: ClaimContext,
    tests: Mapping[str, OmissionTest],
) -> PopulationState:
    population, frame = one.population, one.frame
    if population.completeness:
        return replace(one, omission=tests.get(population.row))
    if one.sample is None or frame is None:
        return one
    sampled = Sampled(
        population=population,
        sample=one.sample,
        seen=one.seen,
        confidence=one.plan.confidence,
        set_aside=frame.set_aside,
    )
    mine = [tests[row] for row in one.tests if row in tests]
    return replace(one, evaluation=_kept(session, sampled, context, mine))


def _kept(
    session: Session, sampled: Sampled, context: ClaimContext, tests: Sequence[OmissionTest]
) -> Evaluation:
    """Return what a sample shows; that of a population where nothing changed as it was."""
    kept: dict[str, tuple[tuple[object, ...], Evaluation]]
    kept = session.tables.keep("evaluations", dict)
    looked_at = (
        *(sampled.population, sampled.sample, sampled.confidence, sampled.set_aside),
        *(tuple(sampled.seen.values()), context, tuple(tests)),
    )
    before = kept.get(sampled.population.row)
    if before is None or before[0] != looked_at:
        before = kept[sampled.population.row] = (looked_at, evaluate(sampled, context, tests))
    return before[1]


def _concluded(
    session: Session, context: ClaimContext, found: Sequence[PopulationState]
) -> tuple[PopulationState, ...]:
    """Conclude each population beside what the ledger holds of all others, corrected parts off.

    With a single population its picture is the ledger's.
    """
    evaluations = [one.evaluation for one in found if one.evaluation is not None]
    gathered = ledger(
        context,
        line_differences(session),
        evaluations,
        session.all(Finding),
        session.all(Misstatement),
    )
    return tuple(_beside(one, context, gathered.known) for one in found)


def _beside(one: PopulationState, context: ClaimContext, known: Apart) -> PopulationState:
    if not one.population.drawn_size:
        return replace(one, room=room_text(one.population, context, known))
    if one.evaluation is None:
        return one
    # What is known in all, less what this population shows as known: below zero where a correction
    # took off a part of that.
    beside = replace(context, elsewhere=known - one.evaluation.known)
    evaluation = replace(one.evaluation, context=beside)
    return replace(one, evaluation=evaluation, conclusion=conclude(evaluation))
