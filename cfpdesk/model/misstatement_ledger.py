"""The ledger of misstatements: recalculation, samples, findings and what people add, in kgCO2e.

Known and projected, over and under apart and net, less what the client corrected and the team
verified; against the tolerable misstatement and the performance materiality. Any qualitative
misstatement that is not corrected is material by judgement (method 2.6).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.estimate import NOTHING, Apart, Limits, apart, net_limits
from cfpdesk.model.evaluation import ClaimContext, Evaluation
from cfpdesk.model.finding import TO_CORRECT, Finding, FindingState
from cfpdesk.model.misstatement import LineDifference, Misstatement, QualitativeKind
from cfpdesk.model.quantity import figure


class Source(StrEnum):
    """Where an entry of the ledger comes from."""

    RECALCULATION = "recalculation"
    SAMPLE = "sample"
    FINDING = "finding"
    ADDED = "added"


SOURCE_WORD: dict[Source, Message] = {
    Source.RECALCULATION: msg("Recalculation"),
    Source.SAMPLE: msg("Sample"),
    Source.FINDING: msg("Finding"),
    Source.ADDED: msg("Entered"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, in kgCO2e.

    Attributes:
        row: of the record it comes from; a line's key for a recalculation.
        known: found.
        extrapolated: projected from a sample on top of what is known.
        corrected: part of `known` that the client corrected and the team verified.
        note: what was left out so that nothing counts twice, or how it was estimated.
    """

    source: Source
    row: str
    name: Text
    known: Apart
    extrapolated: Apart = NOTHING
    corrected: Apart = NOTHING
    qualitative: QualitativeKind = QualitativeKind.NONE
    settled: bool = False
    note: Message | None = None

    @property
    def left(self) -> Apart:
        """Known and not corrected."""
        return self.known - self.corrected


class Standing(StrEnum):
    """Where the claim stands against materiality; the worst that is so."""

    WITHIN = "within"
    ABOVE_PERFORMANCE = "above_performance"
    LIMIT_ABOVE = "limit_above"
    MATERIAL = "material"


@dataclass(frozen=True, slots=True)
class Ledger:
    """All misstatements of the claim, in kgCO2e.

    Attributes:
        known, projected: not corrected; projected includes known.
        limits: sum of the upper limits over all samples, the careful way to combine them; None
            where a sample gives none, or nothing was sampled.
        root_limits: the same with precisions combined as the root of the sum of their squares.
        corrected: taken off.
        qualitative: entries that are material by judgement.
        unfinished: populations with unchecked items.
        sampled: populations whose amounts are projected.
    """

    context: ClaimContext
    entries: tuple[Entry, ...]
    known: Apart
    projected: Apart
    limits: Limits
    root_limits: Limits
    corrected: Apart
    qualitative: tuple[Entry, ...]
    unfinished: int
    sampled: int

    @property
    def net(self) -> tuple[Decimal, Decimal] | None:
        """Low and high limit of the net misstatement; None without both limits."""
        return net_limits(self.limits, self.projected)

    @property
    def standing(self) -> Standing:
        """Where the claim stands; limits count where there are some."""
        return standing_of(self, self.limits)


def standing_of(ledger: Ledger, limits: Limits) -> Standing:
    """Return where a claim stands with these limits."""
    tolerable, performance = ledger.context.tolerable_kg, ledger.context.performance_kg
    if ledger.qualitative:
        return Standing.MATERIAL
    if tolerable is None or performance is None:
        return Standing.WITHIN
    if ledger.projected.beyond(tolerable):
        return Standing.MATERIAL
    if Apart(limits.over or Decimal(0), limits.under or Decimal(0)).beyond(tolerable):
        return Standing.LIMIT_ABOVE
    above = ledger.projected.beyond(performance)
    return Standing.ABOVE_PERFORMANCE if above else Standing.WITHIN


def ledger(
    context: ClaimContext,
    lines: Sequence[LineDifference] = (),
    evaluations: Sequence[Evaluation] = (),
    findings: Sequence[Finding] = (),
    added: Sequence[Misstatement] = (),
) -> Ledger:
    """Gather every misstatement once.

    Args:
        context: claim and materiality.
        lines: recalculated lines with a difference.
        evaluations: of the populations of the inventory, without completeness tests.
        findings: all of them; misstatements and nonconformities with an effect count, an estimated
            one too, unless a line, a drawn item or a population names them.
        added: what people entered.
    """
    done = frozenset(f.row for f in findings if f.state in _CORRECTED)
    entries = (
        *(_line_entry(line, done) for line in lines if line.kg),
        *_sample_entries(evaluations, lines, done),
        *_finding_entries(findings, lines, evaluations),
        *(_added_entry(entry) for entry in added),
    )
    known = _sum(entry.left for entry in entries)
    projected = known + _sum(entry.extrapolated for entry in entries)
    quantified = [found for found in evaluations if found.quantified]
    plain, root = _limits(projected, quantified)
    return Ledger(
        context=context,
        entries=entries,
        known=known,
        projected=projected,
        limits=plain,
        root_limits=root,
        corrected=_sum(entry.corrected for entry in entries),
        qualitative=tuple(e for e in entries if e.qualitative and not e.settled),
        unfinished=sum(not found.finished for found in evaluations),
        sampled=len(quantified),
    )


# What the team has verified as corrected is taken off; a correction that is only said is not.
_CORRECTED = frozenset({FindingState.VERIFIED, FindingState.CLOSED})


def _sum(parts: Iterable[Apart]) -> Apart:
    return sum(parts, NOTHING)


def _line_entry(line: LineDifference, done: frozenset[str]) -> Entry:
    known = apart([line.kg])
    corrected = line.finding in done
    return Entry(
        Source.RECALCULATION,
        line.line,
        line.name,
        known,
        corrected=known if corrected else NOTHING,
        settled=corrected,
    )


def _sample_entries(
    evaluations: Sequence[Evaluation], lines: Sequence[LineDifference], done: frozenset[str]
) -> tuple[Entry, ...]:
    """Return one entry a population.

    What is known of a recalculated line stands in its recalculation: as much of the sample's known
    misstatement as that covers is left out here, direction by direction; what is extrapolated
    beyond the checked items stays, once.
    """
    covered = {line.line: apart([line.kg]) for line in lines}
    found = []
    for evaluation in evaluations:
        name = evaluation.population.line
        overlap = covered.get(name, NOTHING).smaller(evaluation.known) if name else NOTHING
        if name in covered:
            covered[name] = covered[name] - overlap
        known = evaluation.known - overlap
        note = None
        if overlap != NOTHING:
            kg = figure(max(overlap.over, -overlap.under), 0)
            note = msg("{kg} kgCO₂e of it stand in the recalculation of the line", kg=kg)
        entry = Entry(
            Source.SAMPLE,
            evaluation.population.row,
            evaluation.population.name,
            known,
            extrapolated=evaluation.projected - evaluation.known,
            corrected=_corrected_items(evaluation, done).smaller(known),
            note=note,
        )
        if note or (entry.known, entry.extrapolated) != (NOTHING, NOTHING):
            found.append(entry)
    return tuple(found)


def _corrected_items(evaluation: Evaluation, done: frozenset[str]) -> Apart:
    differences = (
        item.difference
        for item in evaluation.items
        if item.seen is not None and item.seen.finding in done and item.difference is not None
    )
    return apart(differences).times(evaluation.sampled.factor)


def _finding_entries(
    findings: Sequence[Finding],
    lines: Sequence[LineDifference],
    evaluations: Sequence[Evaluation],
) -> tuple[Entry, ...]:
    counted = {line.finding for line in lines if line.kg}
    counted |= {evaluation.population.finding for evaluation in evaluations}
    counted |= {
        item.seen.finding
        for evaluation in evaluations
        for item in evaluation.differing
        if item.seen is not None
    }
    return tuple(
        Entry(
            Source.FINDING,
            finding.row,
            f"{finding.number} {finding.title}".strip(),
            apart([finding.effect]),
            corrected=apart([finding.effect]) if finding.state in _CORRECTED else NOTHING,
            settled=finding.state in _CORRECTED,
            note=_estimated(finding),
        )
        for finding in findings
        if finding.kind in TO_CORRECT and finding.effect and finding.row not in counted
    )


def _estimated(finding: Finding) -> Message | None:
    if not finding.effect_estimated:
        return None
    return msg("estimated: {basis}", basis=finding.effect_basis.strip() or "–")


def _added_entry(entry: Misstatement) -> Entry:
    known = apart([entry.kg or Decimal(0)])
    return Entry(
        Source.ADDED,
        entry.row,
        entry.description,
        known,
        corrected=known if entry.corrected else NOTHING,
        qualitative=entry.kind,
        settled=entry.corrected,
    )


def _limits(projected: Apart, evaluations: Sequence[Evaluation]) -> tuple[Limits, Limits]:
    """Return projected plus every sample's precision: added up, and as root of the squares."""
    over = _precisions([(e.limits.over, e.projected.over) for e in evaluations])
    under = _precisions([(e.limits.under, e.projected.under) for e in evaluations])
    return (
        Limits(
            None if over is None else projected.over + sum(over, Decimal(0)),
            None if under is None else projected.under - sum(under, Decimal(0)),
        ),
        Limits(
            None if over is None else projected.over + _root(over),
            None if under is None else projected.under - _root(under),
        ),
    )


def _precisions(sides: Sequence[tuple[Decimal | None, Decimal]]) -> list[Decimal] | None:
    """Return how far each limit lies from its projection; None where one is missing, or all."""
    found = [abs(limit - projected) for limit, projected in sides if limit is not None]
    return found if found and len(found) == len(sides) else None


def _root(precisions: Sequence[Decimal]) -> Decimal:
    return sum((precision**2 for precision in precisions), Decimal(0)).sqrt()
