"""Inventory: the claim recalculated line by line, and where it does not hold (rules 6, 7)."""

from collections import defaultdict
from decimal import Decimal
from functools import partial

from cfpdesk.exchange.factor_list import factors_of_sheet
from cfpdesk.i18n import Message, msg
from cfpdesk.model.balance import Balance, difference_pct, is_balanced
from cfpdesk.model.closing import Seal
from cfpdesk.model.cut_off import cut_off
from cfpdesk.model.data_quality import ratings
from cfpdesk.model.dataset import DatasetKind
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.factor import Factor
from cfpdesk.model.finding import Finding
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus, Target
from cfpdesk.model.inventory import InventorySettings, LineReview
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.line_views import Around, LineViews
from cfpdesk.model.population import SamplingSettings
from cfpdesk.model.quantity import figure
from cfpdesk.model.recalculation import LineResult
from cfpdesk.model.trace import CellCheck
from cfpdesk.store.cell_query import cell_checks
from cfpdesk.store.inventory_query import (
    claim_of,
    columns_of,
    datasets,
    factor_context,
    inventory_tables,
    library_factors,
    province,
    recalculation,
    verified_unit,
)
from cfpdesk.store.session import Session

NOUN = "inventory"


def state(session: Session) -> InventoryState:
    """Return everything the inventory page shows."""
    return session.remember((NOUN, session.tables.reads), lambda: _state(session))


def _state(session: Session) -> InventoryState:
    engagement = session.find(Engagement)
    settings = session.find(InventorySettings)
    found = recalculation(session)
    claim = claim_of(session)
    threshold = claim.percent_of(engagement.materiality_pct)
    performance = session.find(SamplingSettings).performance_pct
    around = Around(
        context=factor_context(session, settings, library_factors(session, factors_of_sheet)),
        threshold=threshold,
        data_year=engagement.period_to.year if engagement.period_to else None,
        place=province(session),
        evidence=_evidence(session),
        findings={finding.row: finding for finding in session.all(Finding)},
        factors={factor.row: factor for factor in session.all(Factor)},
        checks=_checks(session),
        owner=partial(_owner, session),
    )
    views = session.tables.keep("line views", LineViews)
    return InventoryState(
        engagement=engagement,
        settings=settings,
        tables=tuple(table.state for table in inventory_tables(session)),
        lines=views.of(found.lines, around),
        totals=found.totals,
        claim=claim,
        threshold_kg=threshold,
        performance_kg=threshold * performance / 100 if threshold is not None else None,
        claimed_unit=engagement.claimed_value,
        verified_unit=verified_unit(session),
        ratings=ratings(found.lines),
        cut_off=cut_off(found.lines, settings),
        balances={balance.kind.value: balance for balance in session.all(Balance)},
        factors=session.all(Factor),
        sealed=bool(session.all(Seal)),
    )


def _evidence(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the evidence linked to each review."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in session.all(Link):
        piece = session.get(Evidence, link.evidence)
        if link.target_table == LineReview.TABLE and piece is not None:
            found[link.target].append(piece.number)
    return {row: tuple(sorted(numbers)) for row, numbers in found.items()}


def _checks(session: Session) -> dict[tuple[str, str], CellCheck]:
    return {
        (dataset.row, key): check
        for dataset in datasets(session, DatasetKind.INVENTORY)
        for key, check in cell_checks(session.tables, dataset, columns_of(session, dataset)).items()
    }


def _owner(session: Session, review: LineReview) -> str:
    """Return who judged last about a line; empty where nobody did."""
    if session.get(LineReview, review.row) is None:
        return ""
    entries = session.history(LineReview.TABLE, review.row)
    return entries[-1].person if entries else ""


def status(session: Session) -> StepStatus:
    """Return what the rail shows: lines with doubts."""
    shown = state(session)
    total = len(shown.lines)
    if shown.sealed:
        return StepStatus(Mark.SEALED, total, total)
    if not shown.tables:
        return StepStatus(Mark.NOT_STARTED)
    doubtful = len(shown.doubtful)
    if total and not doubtful and shown.totals.complete:
        return StepStatus(Mark.DONE, total, total)
    word = msg("{n} {n:doubt|doubts}", n=doubtful) if doubtful else ""
    return StepStatus(Mark.IN_PROGRESS, total - doubtful, total, word)


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what the recalculation still lacks."""
    shown = state(session)
    found: list[Blocker] = []
    if not shown.tables:
        sentence = msg("The client's inventory is not imported yet")
        found.append(_block("none", Level.WARNING, "RULE:9.3", sentence, msg("Import")))
        return tuple(found)
    for table in shown.tables:
        if not table.read:
            sentence = msg("{name} was not read on this computer yet", name=table.dataset.name)
            found.append(_block("unread", Level.INFO, "RULE:9.3", sentence, msg("Read")))
    found += [_doubt(view, flag) for view in shown.doubtful for flag in view.doubts[:1]]
    found += _sums(shown)
    found += _cut_off(shown)
    found += [
        _unbalanced(b)
        for b in shown.balances.values()
        if is_balanced(b) is False and not b.reason.strip()
    ]
    return tuple(found)


def _doubt(view: LineView, flag: Flag) -> Blocker:
    line = view.result.line
    name = line.code or line.name
    sentence = msg("{line}: {doubt}", line=name, doubt=flag.sentence)
    target = Target(NOUN, line_id(view.result), flag.code)
    return Blocker(
        f"inventory.{flag.code}",
        flag.level,
        flag.clause,
        sentence,
        msg("Look"),
        target,
        todo=msg("{line}: {doubt}", line=name, doubt=flag.remedy),
    )


def _sums(shown: InventoryState) -> list[Blocker]:
    """Return what is wrong with the whole: the claim is not the sum of the lines."""
    claim, lines = shown.claim.declared_kg, shown.claim.lines_kg
    if claim is None or lines is None or not shown.claim.contradicts:
        return []
    sentence = msg(
        "The declared value means {claim} kg, the lines add up to {lines} kg",
        claim=figure(claim, 0),
        lines=figure(lines, 0),
    )
    return [_block("claim", Level.WARNING, "RULE:6.2", sentence, msg("Ask the client"))]


def _cut_off(shown: InventoryState) -> list[Blocker]:
    found = []
    cut, settings = shown.cut_off, shown.settings
    if cut.exceeded:
        sentence = msg(
            "What is cut off adds up to {pct} %, more than {limit} %",
            pct=figure(cut.total_pct, 2),
            limit=figure(settings.cut_off_total_pct),
        )
        found.append(_block("cut_off", Level.WARNING, "ISO14067:6.3.4.3", sentence, msg("Show")))
    for key in cut.too_large:
        sentence = msg(
            "{line} is cut off although it is more than {limit} %",
            line=key,
            limit=figure(settings.cut_off_each_pct),
        )
        found.append(
            _block("cut_off_one", Level.WARNING, "ISO14067:6.3.4.3", sentence, msg("Show"))
        )
    return found


def _unbalanced(balance: Balance) -> Blocker:
    pct = difference_pct(balance) or Decimal(0)
    sentence = msg("The balance is off by {pct} %, and no reason is given", pct=figure(pct, 1))
    return _block(
        f"balance.{balance.kind}", Level.WARNING, "ISO14064-3:6.1.3", sentence, msg("Explain")
    )


def _block(code: str, level: Level, clause: str, sentence: Message, remedy: Message) -> Blocker:
    return Blocker(f"inventory.{code}", level, clause, sentence, remedy, Target(NOUN, "", code))


def line_id(result: LineResult) -> str:
    """Return how a line is named in a target: the row of its review, written or not."""
    return result.review.row
