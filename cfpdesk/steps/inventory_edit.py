"""What an auditor does with a line of the inventory; the client's own figures are never written."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.balance import BALANCE_WORD, Balance, BalanceKind
from cfpdesk.model.data_quality import ASPECT_WORD
from cfpdesk.model.inventory import (
    BUCKET_WORD,
    STAGE_WORD,
    TRACE_WORD,
    Bucket,
    InventorySettings,
    LifeCycleStage,
    LineReview,
    Methane,
    Origin,
    TraceStep,
)
from cfpdesk.store.record_edit import put_if_changed
from cfpdesk.store.session import Session

WORST_SCORE = 5


@dataclass(frozen=True, slots=True)
class LineRef:
    """Which line; `code` is how people call it (P1)."""

    dataset: str
    key: str
    code: str


class LineFigure(StrEnum):
    """The figures that an auditor may put beside the client's, named as the review's fields."""

    ACTIVITY = "activity"
    FACTOR_VALUE = "factor_value"
    GWP = "gwp"
    ALLOCATED_PCT = "allocated_pct"
    ACTIVITY_PCT = "activity_pct"
    FACTOR_PCT = "factor_pct"


class LineText(StrEnum):
    """The texts of a review, named as its fields."""

    ACTIVITY_UNIT = "activity_unit"
    FACTOR_UNIT = "factor_unit"
    SOURCE = "source"
    REPORT_REF = "report_ref"
    RANK_REASON = "rank_reason"
    GEOGRAPHY_REASON = "geography_reason"
    EXCLUDED_REASON = "excluded_reason"
    REASON = "reason"
    NOTE = "note"


def review(session: Session, line: LineRef) -> LineReview:
    """Return the review of a line, or a fresh one that is not stored yet."""
    return session.find(LineReview, dataset=line.dataset, line=line.key)


def set_figure(session: Session, line: LineRef, figure: LineFigure, value: Decimal | None) -> None:
    """Write a verified figure; None leaves the client's.

    Raises:
        UserError: for an uncertainty below zero or a share beyond 0 to 100 %.
    """
    percent = figure in (LineFigure.ALLOCATED_PCT, LineFigure.ACTIVITY_PCT, LineFigure.FACTOR_PCT)
    if percent and value is not None and value < 0:
        raise UserError(msg("A percentage here cannot be negative."))
    if figure is LineFigure.ALLOCATED_PCT and value is not None and value > 100:
        raise UserError(msg("A share cannot be more than 100 %."))
    titles = {
        LineFigure.ACTIVITY: msg("{line}: verified activity data", line=line.code),
        LineFigure.FACTOR_VALUE: msg("{line}: verified factor", line=line.code),
        LineFigure.GWP: msg("{line}: verified GWP", line=line.code),
        LineFigure.ALLOCATED_PCT: msg("{line}: share of this product", line=line.code),
        LineFigure.ACTIVITY_PCT: msg("{line}: uncertainty of the activity data", line=line.code),
        LineFigure.FACTOR_PCT: msg("{line}: uncertainty of the factor", line=line.code),
    }
    changes: dict[str, Any] = {figure.value: value}
    if figure is LineFigure.FACTOR_VALUE:
        changes["factor"] = ""  # typed, so no longer the one that was taken from a library
    _edit(session, line, titles[figure], **changes)


def write(session: Session, line: LineRef, field: LineText, text: str) -> None:
    """Write one text of a review; the same text again writes nothing."""
    titles = {
        LineText.ACTIVITY_UNIT: msg("{line}: unit of the activity data", line=line.code),
        LineText.FACTOR_UNIT: msg("{line}: unit of the factor", line=line.code),
        LineText.SOURCE: msg("{line}: source of the verified value", line=line.code),
        LineText.REPORT_REF: msg("{line}: place in the report", line=line.code),
        LineText.RANK_REASON: msg("{line}: reason for the rank", line=line.code),
        LineText.GEOGRAPHY_REASON: msg("{line}: reason for another region", line=line.code),
        LineText.EXCLUDED_REASON: msg("{line}: reason for the cut-off", line=line.code),
        LineText.REASON: msg("{line}: reason for accepting", line=line.code),
        LineText.NOTE: msg("{line}: note", line=line.code),
    }
    _edit(session, line, titles[field], **{field.value: text.strip()})


def use_factor(
    session: Session, line: LineRef, factor: str, value: Decimal, unit: str, source: str
) -> None:
    """Take a factor of the engagement for a line: its value, unit and source together."""
    title = msg("{line}: factor {value} {unit}", line=line.code, value=str(value), unit=unit)
    _edit(session, line, title, factor=factor, factor_value=value, factor_unit=unit, source=source)


def set_gas(session: Session, line: LineRef, gas: str, methane: Methane) -> None:
    """Say which gas a line is, so that its GWP comes from the chosen set; empty is CO2e already."""
    title = msg("{line}: gas {gas}", line=line.code, gas=gas or "CO₂e")
    _edit(session, line, title, gas=gas, methane=methane)


def set_stage(session: Session, line: LineRef, stage: LifeCycleStage | None) -> None:
    """Say to which stage a line belongs; None leaves it to the client's words."""
    word = STAGE_WORD[stage] if stage else msg("as the client says")
    title = msg("{line}: {stage}", line=line.code, stage=word)
    _edit(session, line, title, stage=stage.value if stage else "")


def set_bucket(session: Session, line: LineRef, bucket: Bucket, *, aircraft: bool) -> None:
    """Say under what a line is reported (ISO 14067 7.2)."""
    title = msg("{line}: {bucket}", line=line.code, bucket=BUCKET_WORD[bucket])
    _edit(session, line, title, bucket=bucket, aircraft=aircraft)


def set_rank(session: Session, line: LineRef, rank: str) -> None:
    """Say which rank the factor has, a to e (rule 6.2); empty leaves the client's."""
    title = msg("{line}: rank {rank}", line=line.code, rank=rank or "–")
    _edit(session, line, title, rank=rank)


def set_origin(
    session: Session, line: LineRef, *, activity: Origin | None = None, factor: Origin | None = None
) -> None:
    """Say whether activity or factor are primary data (rule 6.1.2)."""
    changes: dict[str, Any] = {}
    if activity is not None:
        changes["activity_origin"] = activity
    if factor is not None:
        changes["factor_origin"] = factor
    _edit(session, line, msg("{line}: primary or secondary data", line=line.code), **changes)


def rate(session: Session, line: LineRef, aspect: str, score: int) -> None:
    """Rate one aspect of data quality, 1 (best) to 5; 0 takes the rating back.

    Raises:
        UserError: for another score.
    """
    if not 0 <= score <= WORST_SCORE:
        raise UserError(msg("Data quality is rated from 1 (best) to 5."))
    title = msg("{line}: data quality, {aspect}", line=line.code, aspect=ASPECT_WORD[aspect])
    _edit(session, line, title, **{aspect: score})


def trace(session: Session, line: LineRef, step: TraceStep, *, on: bool) -> None:
    """Tick that a step was followed back, or take the tick away."""
    before = review(session, line)
    kept = set(before.traced) | {step.value} if on else set(before.traced) - {step.value}
    title = msg("{line}: traced, {step}", line=line.code, step=TRACE_WORD[step])
    ordered = tuple(each.value for each in TraceStep if each.value in kept)
    put_if_changed(session, before, before.but(traced=ordered), title)


def accept(session: Session, line: LineRef, flag: str, reason: str) -> None:
    """Accept what a flag says, for a reason; the flag stays visible.

    Raises:
        UserError: without a reason.
    """
    if not reason.strip():
        raise UserError(msg("Say why it is accepted."))
    before = review(session, line)
    accepted = tuple(sorted({*before.accepted, flag}))
    title = msg("{line}: accept a flag", line=line.code)
    after = before.but(accepted=accepted, reason=_joined(before.reason, reason.strip()))
    put_if_changed(session, before, after, title)


def object_again(session: Session, line: LineRef, flag: str) -> None:
    """Take the acceptance of a flag back; the reason that was given stays in the journal."""
    before = review(session, line)
    accepted = tuple(code for code in before.accepted if code != flag)
    after = before.but(accepted=accepted, reason=before.reason if accepted else "")
    put_if_changed(session, before, after, msg("{line}: flag stands again", line=line.code))


def _joined(before: str, more: str) -> str:
    return before if more in before else "\n".join(part for part in (before, more) if part)


def cut_off(session: Session, line: LineRef, *, on: bool, reason: str = "") -> None:
    """Leave a line out for a reason, or take it in again.

    Raises:
        UserError: if it is left out without a reason.
    """
    if on and not reason.strip():
        raise UserError(msg("Say why the line is cut off."))
    title = msg("{line}: cut off", line=line.code) if on else msg("{line}: counts", line=line.code)
    _edit(session, line, title, excluded=on, excluded_reason=reason.strip())


def set_finding(session: Session, line: LineRef, finding: str, number: str) -> None:
    """Note which finding was raised about a line's difference."""
    title = msg("{line}: finding {number}", line=line.code, number=number)
    _edit(session, line, title, finding=finding)


def _edit(session: Session, line: LineRef, title: Message, **changes: Any) -> None:
    before = review(session, line)
    put_if_changed(session, before, before.but(**changes), title)


# The whole inventory ----------------------------------------------------------------------------


def set_gwp_set(session: Session, gwp_set: str) -> None:
    """Choose the set of GWP values for the recalculation."""
    before = session.find(InventorySettings)
    title = msg("GWP values of {set}", set=gwp_set)
    put_if_changed(session, before, before.but(gwp_set=gwp_set), title)


def set_limit(session: Session, field: str, value: Decimal) -> None:
    """Write one of the limits, in percent.

    Raises:
        UserError: beyond 0 to 100 %.
    """
    titles = {
        "deviation_pct": msg("Deviation from the database {pct} %", pct=str(value)),
        "cut_off_each_pct": msg("Cut-off limit of one flow {pct} %", pct=str(value)),
        "cut_off_total_pct": msg("Cut-off limit of all flows {pct} %", pct=str(value)),
    }
    if not 0 <= value <= 100:
        raise UserError(msg("Write a percentage between 0 and 100."))
    before = session.find(InventorySettings)
    put_if_changed(session, before, before.but(**{field: value}), titles[field])


def set_simulation(session: Session, seed: int, draws: int) -> None:
    """Choose seed and number of draws of the simulation.

    Raises:
        UserError: for a negative seed, or fewer than 1 000 or more than 1 000 000 draws.
    """
    if seed < 0 or not 1000 <= draws <= 1_000_000:
        raise UserError(msg("The seed is from 0, the draws from 1,000 to 1,000,000."))
    before = session.find(InventorySettings)
    title = msg("Simulation: seed {seed}, {draws} draws", seed=seed, draws=draws)
    put_if_changed(session, before, before.but(seed=seed, draws=draws), title)


def write_balance(session: Session, kind: BalanceKind, **changes: Any) -> None:
    """Write figures or words of a balance; the same again writes nothing.

    Args:
        kind: which balance.
        changes: fields of `Balance`.
    """
    before = session.find(Balance, kind=kind)
    title = msg("Balance: {kind}", kind=BALANCE_WORD[kind])
    put_if_changed(session, before, before.but(**changes), title)
