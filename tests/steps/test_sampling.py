"""The step on the sample's own ledgers: frozen, seeded, drawn and checked in their order."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.drawn_sample import Part
from cfpdesk.model.gate import Mark
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.population import (
    FROM_INVENTORY,
    Conformity,
    Population,
    SamplingMethod,
)
from cfpdesk.model.population_gate import PopulationStage
from cfpdesk.steps import inventory_import, sampling, sampling_edit
from cfpdesk.store.session import Session
from tests import client_files
from tests.sampling_samples import WAYBILLS, agreed_session, drawn, shown, slips_population, take_in

D = Decimal

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with agreed_session(tmp_path) as opened:
        yield opened


@pytest.fixture
def slips(session: Session) -> Population:
    return slips_population(session)


def test_the_order_is_kept(session: Session, slips: Population) -> None:
    row = slips.row
    one = shown(session, row)
    assert (one.facts.items, one.facts.imported_total) == (412, D(12600))
    assert one.stage is PopulationStage.RECONCILE
    for early in (sampling.freeze, sampling.draw):
        with pytest.raises(UserError):
            early(session, row)
    sampling_edit.edit_recipe(session, row, ledger_total=D("12600.01"))
    with pytest.raises(UserError, match=r"0\.01"):
        sampling.freeze(session, row)
    sampling_edit.edit_recipe(session, row, ledger_total=D(12600))
    with pytest.raises(UserError, match="frozen"):
        sampling.set_seed(session, row, "4827", "王建华")
    sampling.freeze(session, row)
    assert shown(session, row).stage is PopulationStage.SEED
    with pytest.raises(UserError, match="number"):
        sampling.draw(session, row)
    with pytest.raises(UserError):
        sampling.set_seed(session, row, "", "王建华")
    sampling.set_seed(session, row, "４８２７", "王建华")
    assert shown(session, row).stage is PopulationStage.DRAW
    sampling.draw(session, row)
    assert shown(session, row).stage is PopulationStage.CHECK
    with pytest.raises(UserError, match="extend"):
        sampling.draw(session, row)


def test_a_frozen_recipe_stays(session: Session, slips: Population) -> None:
    drawn(session, slips.row)
    for changes in ({"factor": D(1)}, {"method": SamplingMethod.SIMPLE}, {"name": "x"}):
        with pytest.raises(UserError, match="frozen"):
            sampling_edit.edit_recipe(session, slips.row, **changes)


def test_the_draw_follows_from_the_seed_alone(session: Session, slips: Population) -> None:
    first = drawn(session, slips.row)
    assert first.seed == "CFP-2026-0417|带钢入库单 2025|4827"
    assert first.sample is not None
    ids = [drawn_item.item.id for drawn_item in first.sample.items]
    assert len(set(ids)) == len(ids)
    session.close()
    with Session.open(session.folder, session.actor, session.clock) as opened:
        again = sampling.state(opened).find(slips.row)
        assert again is not None
        assert again.sample == first.sample


def test_checked_items_carry_the_conclusion(session: Session, slips: Population) -> None:
    one = drawn(session, slips.row)
    row, sample = slips.row, one.sample
    assert sample is not None
    assert one.conclusion is not None
    assert "no conclusion" in one.conclusion.sentence.text("en")
    for item in sample.items:
        amount = item.item.amount
        assert amount is not None
        sampling_edit.verify(session, row, item.item.id, amount)
    done = shown(session, row)
    assert done.done
    assert done.evaluation is not None
    assert done.evaluation.known.net == 0
    first = sample.drawn[0].item
    assert first.amount is not None
    sampling_edit.verify(session, row, first.id, first.amount - 1)
    wrong = shown(session, row)
    assert wrong.evaluation is not None
    assert wrong.evaluation.known.over == 2310, "1 t too much of 2 310 kg each"
    assert wrong.evaluation.projected.over > 2310
    sampling_edit.mark_missing(session, row, first.id, missing=True)
    missing = shown(session, row)
    assert missing.evaluation is not None
    assert missing.evaluation.known.over == first.amount * 2310
    sampling_edit.verify(session, row, first.id, None)
    assert shown(session, row).facts.unchecked == 1


def test_a_sample_is_extended_by_the_next_items(session: Session, slips: Population) -> None:
    sampling_edit.choose_method(session, slips.row, SamplingMethod.SIMPLE)
    before = drawn(session, slips.row)
    with pytest.raises(UserError, match="why"):
        sampling.extend(session, slips.row, 10, " ")
    sampling.extend(session, slips.row, 10, "上限超过重要性")
    after = shown(session, slips.row)
    assert before.sample is not None
    assert after.sample is not None
    assert set(before.sample.items) <= set(after.sample.items)
    assert after.facts.drawn == before.facts.drawn + 10


def test_items_that_were_changed_after_freezing_are_not_drawn_from(
    session: Session, slips: Population
) -> None:
    drawn(session, slips.row)
    table = session.get(Dataset, slips.dataset)
    assert table is not None
    inventory_import.set_rows(
        session, table.row, header=table.header, first=table.data_from + 1, last=table.last_row
    )
    one = shown(session, slips.row)
    assert one.sample is None
    assert "sampling.changed" in [b.code for b in sampling.blockers(session)]


def test_a_number_said_before_freezing_is_no_seed(session: Session, slips: Population) -> None:
    with session.transact(msg("Edit the engagement")) as change:
        meeting = session.find(Meeting, kind=MeetingKind.OPENING)
        change.put(meeting.but(spoken_number="4827", spoken_by="王建华", spoken_at=change.now))
    sampling_edit.edit_recipe(session, slips.row, ledger_total=D(12600))
    sampling.freeze(session, slips.row)
    with pytest.raises(UserError, match="before the population was frozen"):
        sampling.take_spoken(session, slips.row)


def test_completeness_is_tested_from_the_other_side(session: Session, slips: Population) -> None:
    codes = [b.code for b in sampling.blockers(session)]
    assert "sampling.no_reverse" in codes
    table = take_in(session, WAYBILLS)
    made = sampling_edit.add_population(
        session, "门卫台账 → 运单", table.row, unit="t", reverse_of=slips.row
    )
    assert "sampling.no_reverse" not in [b.code for b in sampling.blockers(session)]
    one = shown(session, made.row)
    total = one.facts.imported_total
    sampling_edit.edit_recipe(session, made.row, ledger_total=total)
    sampling.freeze(session, made.row)
    sampling.set_seed(session, made.row, "7", "王建华")
    sampling.draw(session, made.row)
    test = shown(session, made.row)
    assert test.sample is not None
    for item in test.sample.items:
        sampling_edit.judge(session, made.row, item.item.id, Conformity.YES)
    finished = shown(session, made.row)
    assert finished.omission is not None
    assert finished.omission.finished
    assert finished.omission.rate is not None
    assert 0 < finished.omission.rate < D("0.1")
    assert all(drawn_item.part is Part.DRAWN for drawn_item in test.sample.items)


def test_a_population_can_be_the_inventory_itself(session: Session) -> None:
    client_files.take_in(session, number="E-1-009")
    made = sampling_edit.add_population(session, "清单行", FROM_INVENTORY)
    one = shown(session, made.row)
    assert one.facts.items == 13
    assert round(one.facts.imported_total) == 33702748


def test_names_and_settings_are_checked(session: Session, slips: Population) -> None:
    with pytest.raises(UserError, match="already"):
        sampling_edit.add_population(session, " 带钢入库单  2025 ", FROM_INVENTORY)
    with pytest.raises(UserError, match="name"):
        sampling_edit.add_population(session, " ", FROM_INVENTORY)
    with pytest.raises(UserError, match="75"):
        sampling_edit.edit_settings(session, performance_pct=D("75.01"))
    sampling_edit.edit_settings(session, performance_pct=D(50))
    assert sampling.state(session).context.performance_pct == 50
    with pytest.raises(UserError):
        sampling_edit.remove(session, slips.row, "")
    sampling_edit.remove(session, slips.row, "换了台账")
    assert sampling.status(session).mark is Mark.NOT_STARTED
