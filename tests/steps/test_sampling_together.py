"""Samples beside the rest of the claim: the gauge is the ledger's, and settings stay as drawn."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.engagement import AssuranceLevel, Engagement
from cfpdesk.model.estimate import Apart
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.inventory import LineReview
from cfpdesk.model.population import Population, settings_of
from cfpdesk.model.population import SamplingSettings as Settings
from cfpdesk.model.quantity import figure
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.steps import inventory, inventory_edit, inventory_import, sampling, sampling_edit
from cfpdesk.steps import sampling_ledger as ledger_step
from cfpdesk.steps.finding_raised import Draft, raise_misstatement
from cfpdesk.steps.inventory_edit import LineFigure, LineRef, LineText
from cfpdesk.store.session import Session
from tests.client_files import CLIENT
from tests.sampling_samples import (
    agreed_session,
    checked,
    drawn,
    reverse_test,
    shown,
    slips_population,
)

D = Decimal

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with agreed_session(tmp_path) as opened:
        yield opened


def inventory_of(session: Session) -> None:
    """Take the client's inventory in and recalculate electricity with the other factor."""
    with session.transact(msg("Take in {name}", name="x")) as change:
        path = CLIENT / "恒锐_CFP_2025.xlsx"
        piece = change.put(Evidence(number="E-1-009", file=change.attach(path)))
    assert piece.file is not None
    book = inventory_import.read_file(session.tables, piece.file)
    inventory_import.use_table(session, piece.row, guess_tables(book.sheets())[0], "清单")
    power = line(session, "P1")
    inventory_edit.set_figure(session, power, LineFigure.FACTOR_VALUE, D("0.5777"))
    inventory_edit.write(session, power, LineText.FACTOR_UNIT, "kgCO2e/kWh")


def line(session: Session, code: str) -> LineRef:
    table = next(t for t in session.all(Dataset) if t.name == "清单")
    views = inventory.state(session).lines
    view = next(v for v in views if v.code == code)
    return LineRef(table.row, view.result.line.key, code)


def agree(session: Session, row: str) -> tuple[Apart, Apart]:
    """Return known and projected of a population's gauge, after comparing it with the ledger."""
    evaluation = shown(session, row).evaluation
    assert evaluation is not None
    known, projected, limits = evaluation.gauge
    ledger = ledger_step.state(session).ledger
    assert known == ledger.known
    assert projected == ledger.projected
    assert limits.over == ledger.limits.over
    assert limits.under == ledger.limits.under
    return known, projected


def close(session: Session, made: Finding) -> None:
    with session.transact(msg("Edit the engagement")) as change:
        change.put(session.find(Finding, row=made.row).but(state=FindingState.CLOSED))


def test_a_populations_gauge_is_the_ledgers(session: Session) -> None:
    inventory_of(session)
    slips = slips_population(session)
    back = reverse_test(session, slips.row)
    drawn(session, slips.row)
    drawn(session, back.row, "7")
    checked(session, back.row)
    first = checked(session, slips.row, wrong={0: D(-1), 3: D("0.5")})[0]
    known, _projected = agree(session, slips.row)
    assert known == Apart(D(2310), D(-169560) - D("0.5") * 2310)
    # A line that the client corrected is taken off in both.
    power = inventory_edit.review(session, line(session, "P1"))
    made = raise_misstatement(session, Draft("因子", "", D(-169560)), power)
    close(session, made)
    known, _projected = agree(session, slips.row)
    assert known == Apart(D(2310), D("-0.5") * 2310)
    # So is a drawn item; what it stands for in the rest of the population stays.
    item = sampling_edit.item_of(session, slips.row, first)
    close(session, raise_misstatement(session, Draft("短重", "", D(2310)), item))
    known, projected = agree(session, slips.row)
    assert known.over == 0
    assert projected.over >= 0
    # An omission that is only estimated counts for every population.
    with session.transact(msg("Edit the engagement")) as change:
        change.put(Finding(number="NC-1-01", kind=FindingKind.MAJOR, effect=D(-186386)))
    known, _projected = agree(session, slips.row)
    assert known.under == D(-186386) - D("0.5") * 2310
    ledger_step.add(session, "漏计叉车", D(-2000))
    assert agree(session, slips.row)[0].under == D(-188386) - D("0.5") * 2310


def test_a_line_that_differs_by_its_factor_counts_in_its_own_population(session: Session) -> None:
    inventory_of(session)
    slips = slips_population(session)
    strip = line(session, "R1")
    sampling_edit.edit_recipe(session, slips.row, line=strip.key)
    inventory_edit.set_figure(session, strip, LineFigure.FACTOR_VALUE, D(2400))
    inventory_edit.write(session, strip, LineText.FACTOR_UNIT, "kgCO2e/t")
    drawn(session, slips.row)
    checked(session, slips.row, wrong={0: D(1)})
    known, _projected = agree(session, slips.row)
    assert figure(known.under, 0) == figure(D(-169560 - 12600 * 90), 0)


def test_pages_five_and_six_set_against_the_same_claim(session: Session) -> None:
    inventory_of(session)
    page_five, page_six = inventory.state(session), sampling.state(session).context
    assert page_five.claim_kg == page_six.claim_kg
    assert figure(page_six.claim_kg or D(0), 0) == "33,702,748"
    assert page_five.threshold_kg == page_six.tolerable_kg
    assert ledger_step.state(session).ledger.context.claim_kg == page_six.claim_kg


def test_settings_changed_later_do_not_move_what_is_drawn(session: Session) -> None:
    slips = slips_population(session)
    before = drawn(session, slips.row)
    assert before.plan.confidence == D("0.95")
    checked(session, slips.row, wrong={0: D(-1)})
    limits = shown(session, slips.row).evaluation
    sampling_edit.edit_settings(session, reasonable_risk_pct=D(10), reasonable_floor=80)
    after = shown(session, slips.row)
    assert after.plan == before.plan
    assert after.evaluation == limits
    other = sampling_edit.add_population(session, "另一总体", slips.dataset, unit="t")
    assert shown(session, other.row).plan.confidence == D("0.9")
    assert shown(session, other.row).plan.floor == 80


def test_another_level_moves_the_limits_with_the_settings_of_the_draw(session: Session) -> None:
    slips = slips_population(session)
    drawn(session, slips.row)
    sampling_edit.edit_settings(session, limited_risk_pct=D(40))
    with session.transact(msg("Edit the engagement")) as change:
        change.put(session.find(Engagement).but(assurance_level=AssuranceLevel.LIMITED))
    assert shown(session, slips.row).plan.confidence == D("0.8"), "20 % as it was at the draw"


def test_what_an_older_program_drew_takes_the_settings_that_stand() -> None:
    settings = Settings(reasonable_risk_pct=D(10), limited_floor=7)
    old = Population(row="p", drawn_size=47)
    assert settings_of(old, settings) == settings
    fields = {k: v for k, v in old.fields().items() if not k.startswith("drawn_r")}
    assert settings_of(Population.from_fields("p", fields), settings) == settings
    kept = old.but(drawn_reasonable_risk_pct=D(5))
    assert settings_of(kept, settings).reasonable_risk_pct == 5
    assert settings_of(kept, settings).limited_floor == 7
    assert settings_of(kept.but(drawn_size=0), settings) == settings


def test_a_misstatement_of_a_line_is_one_step_to_undo(session: Session) -> None:
    inventory_of(session)
    power = inventory_edit.review(session, line(session, "P1"))
    made = raise_misstatement(session, Draft("因子", "事实", D(-169560), ("RULE:6.2",)), power)
    assert session.get(LineReview, power.row) == power.but(finding=made.row)
    assert ledger_step.state(session).ledger.known.under == -169560
    session.undo()
    assert session.get(Finding, made.row) is None
    assert session.get(LineReview, power.row) == power


def test_a_misstatement_of_a_whole_population_counts_once(session: Session) -> None:
    slips = slips_population(session)
    drawn(session, slips.row)
    checked(session, slips.row, wrong={n: D(-2) for n in range(12)})
    before = ledger_step.state(session).ledger.projected
    assert before.over
    one = shown(session, slips.row)
    made = raise_misstatement(session, Draft("入库单", "推断", before.net), one.population)
    assert shown(session, slips.row).population.finding == made.row
    assert ledger_step.state(session).ledger.projected == before
    session.undo()
    assert shown(session, slips.row).population.finding == ""
