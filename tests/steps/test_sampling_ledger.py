"""What people add to the ledger, the opinion they set, and the long tables a job has to read."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.finding import Finding, FindingKind
from cfpdesk.model.gate import Level
from cfpdesk.model.misstatement import QualitativeKind
from cfpdesk.model.misstatement_ledger import Source, Standing
from cfpdesk.model.opinion import Opinion, OpinionType
from cfpdesk.model.population import Population
from cfpdesk.model.population_gate import PopulationStage
from cfpdesk.model.table_rows import rows_of
from cfpdesk.steps import finding, sampling, sampling_edit, sampling_ledger
from cfpdesk.steps.finding_raised import Draft, raise_misstatement
from cfpdesk.steps.sampling_ledger import MisstatementText
from cfpdesk.store import sampling_query
from cfpdesk.store.session import Session
from tests import builders
from tests.sampling_samples import agreed_session, checked, drawn, slips_population, take_in

D = Decimal

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with agreed_session(tmp_path) as opened:
        yield opened


def test_a_person_adds_changes_and_takes_out(session: Session) -> None:
    with pytest.raises(UserError, match="what"):
        sampling_ledger.add(session, " ")
    made = sampling_ledger.add(session, "氮气没有计入", D(-12000))
    entry = sampling_ledger.state(session).ledger.entries[0]
    assert (entry.source, entry.row, entry.known.under) == (Source.ADDED, made.row, D(-12000))
    sampling_ledger.set_kg(session, made.row, D(-2_000_000))
    assert sampling_ledger.state(session).ledger.standing is Standing.MATERIAL
    sampling_ledger.set_corrected(session, made.row, corrected=True)
    sampling_ledger.write(session, made.row, MisstatementText.CORRECTED_HOW, "看了更正后的表")
    corrected = sampling_ledger.state(session).ledger
    assert corrected.standing is Standing.WITHIN
    assert corrected.corrected.under == D(-2_000_000)
    with pytest.raises(UserError, match="what"):
        sampling_ledger.write(session, made.row, MisstatementText.DESCRIPTION, "")
    with pytest.raises(UserError, match="why"):
        sampling_ledger.remove(session, made.row, "")
    sampling_ledger.remove(session, made.row, "记错了")
    assert not sampling_ledger.state(session).ledger.entries


def test_what_is_wrong_in_kind_is_material(session: Session) -> None:
    made = sampling_ledger.add(session, "声明单位写成件")
    sampling_ledger.set_kind(session, made.row, QualitativeKind.UNIT)
    state = sampling_ledger.state(session)
    assert [entry.row for entry in state.ledger.qualitative] == [made.row]
    assert state.ledger.standing is Standing.MATERIAL


def test_findings_and_samples_stand_in_one_ledger(session: Session) -> None:
    slips = slips_population(session)
    drawn(session, slips.row)
    first = checked(session, slips.row, wrong={0: D(-1)})[0]
    raised = finding.create(session, FindingKind.MISSTATEMENT)
    finding.set_effect(session, raised.row, D(2310))
    both = sampling_ledger.state(session).ledger
    assert [e.source for e in both.entries] == [Source.SAMPLE, Source.FINDING]
    assert both.known.over == 4620
    finding.delete(session, raised.row, "重写")
    kept = sampling_edit.item_of(session, slips.row, first)
    raise_misstatement(session, Draft("短重", "过磅单", D(2310)), kept)
    once = sampling_ledger.state(session).ledger
    assert [e.source for e in once.entries] == [Source.SAMPLE]
    assert once.known.over == 2310


def test_a_misstatement_of_an_item_is_one_step_to_undo(session: Session) -> None:
    slips = slips_population(session)
    drawn(session, slips.row)
    first = checked(session, slips.row, wrong={0: D(-1)})[0]
    kept = sampling_edit.item_of(session, slips.row, first)
    with session.transact(msg("Take in {name}", name="x")) as change:
        paper = change.put(Evidence(number="E-1-010"))
    draft = Draft("短重", "过磅单", D(2310), ("RULE:7", "RULE:7"), (paper.row, paper.row))
    made = raise_misstatement(session, draft, kept)
    assert (made.kind, made.clauses) == (FindingKind.MISSTATEMENT, ("RULE:7",))
    assert sampling_edit.item_of(session, slips.row, first).finding == made.row
    assert [link.evidence for link in session.all(Link) if link.target == made.row] == [paper.row]
    session.undo()
    assert session.get(Finding, made.row) is None
    assert sampling_edit.item_of(session, slips.row, first).finding == ""
    assert not [link for link in session.all(Link) if link.target == made.row]


def test_an_opinion_is_set_by_a_person_with_a_reason_where_it_differs(session: Session) -> None:
    proposed = sampling_ledger.state(session).proposal
    assert proposed.type is OpinionType.DISCLAIMER, "nothing was tested"
    with pytest.raises(UserError, match="another"):
        sampling_ledger.choose(session, OpinionType.UNMODIFIED)
    sampling_ledger.choose(session, OpinionType.UNMODIFIED, "另有依据")
    state = sampling_ledger.state(session)
    assert state.differs
    assert state.opinion.reason == "另有依据"
    assert state.opinion.chosen_at is not None
    assert state.shown is OpinionType.UNMODIFIED
    sampling_ledger.choose(session, OpinionType.DISCLAIMER)
    assert session.find(Opinion).reason == ""
    sampling_ledger.choose(session, None)
    assert session.find(Opinion).chosen is None
    assert sampling_ledger.state(session).shown is OpinionType.DISCLAIMER


def test_missing_evidence_changes_what_is_proposed(session: Session) -> None:
    slips = slips_population(session)
    drawn(session, slips.row)
    checked(session, slips.row)
    sampling_ledger.set_missing(session, ("天然气抄表记录", " ", "天然气抄表记录"))
    confined = sampling_ledger.state(session)
    assert confined.opinion.missing == ("天然气抄表记录",)
    assert confined.proposal.type is OpinionType.MODIFIED
    sampling_ledger.set_pervasive(session, pervasive=True)
    assert sampling_ledger.state(session).proposal.type is OpinionType.DISCLAIMER
    sampling_ledger.write_matters(session, "天然气用量")
    assert sampling_ledger.state(session).subject.matters == "天然气用量"


def test_the_opinion_is_missed_only_when_all_is_checked(session: Session) -> None:
    slips = slips_population(session)
    drawn(session, slips.row)
    assert "opinion.unset" not in [b.code for b in sampling.blockers(session)]
    checked(session, slips.row)
    assert "opinion.unset" in [b.code for b in sampling.blockers(session)]
    sampling_ledger.choose(session, OpinionType.ADVERSE, "另有依据")
    hard = [b.code for b in sampling.blockers(session) if b.level is Level.HARD]
    assert hard == ["opinion.matters"]


def test_other_choices_are_tried(session: Session) -> None:
    slips = slips_population(session)
    drawn(session, slips.row)
    checked(session, slips.row)
    names = [variant.name.text("en") for variant in sampling_ledger.variants(session)]
    assert names[0] == "As chosen"
    assert "Stringer bound" in names


def test_an_item_set_aside_may_be_negative(session: Session) -> None:
    slips = slips_population(session)
    with pytest.raises(UserError, match="from 0"):
        sampling_edit.verify(session, slips.row, "RK-25-0001", D(-3))
    sampling_edit.verify(session, slips.row, "RK-25-0001", D(-3), apart=True)
    assert sampling_edit.item_of(session, slips.row, "RK-25-0001").verified == D(-3)


def long_population(session: Session, folder: Path, rows: int) -> Population:
    path = folder / "门卫台账.csv"
    lines = [f"MW-{n:05d},2025-03-11,{10 + n % 7}.5" for n in range(rows)]
    path.write_text("\n".join(["单号,日期,数量（t）", *lines]), encoding="utf-8")
    table = take_in(session, path, "E-1-009")
    return sampling_edit.add_population(session, "门卫台账", table.row, unit="t")


def test_a_long_table_is_split_by_a_job(session: Session, tmp_path: Path) -> None:
    made = long_population(session, tmp_path, sampling_query.QUICK_ROWS + 500)
    one = sampling.state(session).find(made.row)
    assert one is not None
    assert one.waits
    assert next(b.code for b in sampling.blockers(session)) == "sampling.unread"
    for early in (sampling.freeze, sampling.draw):
        with pytest.raises(UserError):
            early(session, made.row)
    (table,) = sampling.tables_to_read(session)
    assert table.read
    told: list[int] = []
    sampling.split_items(session.tables, table, lambda done, _total: told.append(done))
    assert told == sorted(told)
    assert len(told) > 3
    one = sampling.state(session).find(made.row)
    assert one is not None
    assert one.facts.items == sampling_query.QUICK_ROWS + 500
    assert not sampling.tables_to_read(session)


def test_a_frozen_long_table_stays_where_it_stood_when_opened_again(
    session: Session, tmp_path: Path
) -> None:
    made = long_population(session, tmp_path, sampling_query.QUICK_ROWS + 500)
    (table,) = sampling.tables_to_read(session)
    sampling.split_items(session.tables, table, lambda *_: None)
    total = sampling.state(session).populations[0].facts.imported_total
    sampling_edit.edit_recipe(session, made.row, ledger_total=total)
    sampling.freeze(session, made.row)
    sampling.set_seed(session, made.row, "4827", "王建华")
    sampling.draw(session, made.row)
    with builders.reopened(session) as again:
        one = sampling.state(again).populations[0]
        assert one.waits
        assert one.stage is PopulationStage.CHECK
        assert not one.done
        codes = [b.code for b in sampling.blockers(again)]
        assert "sampling.changed" not in codes
        assert "sampling.unread" in codes
        assert not sampling_ledger.state(again).proposal.final


def test_cancelling_leaves_nothing(session: Session, tmp_path: Path) -> None:
    long_population(session, tmp_path, sampling_query.QUICK_ROWS + 500)
    (table,) = sampling.tables_to_read(session)

    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sampling.split_items(session.tables, table, stop)
    assert sampling.tables_to_read(session) == (table,)


def test_a_long_table_is_split_only_once(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = long_population(session, tmp_path, sampling_query.QUICK_ROWS + 500)
    (table,) = sampling.tables_to_read(session)
    sampling.split_items(session.tables, table, lambda *_: None)
    first = sampling.state(session).find(made.row)
    assert first is not None
    monkeypatch.setattr(sampling_query, "rows_of", None)  # it may not be looked at again
    with builders.reopened(session) as again:
        (table,) = sampling.tables_to_read(again)
        sampling.split_items(again.tables, table, lambda *_: None)
        one = sampling.state(again).find(made.row)
        assert one is not None
        assert one.frame == first.frame
        assert one.facts.sha256 == first.facts.sha256
        folder = again.folder
    (kept,) = (folder / "cache").glob("*.made")
    monkeypatch.setattr(sampling_query, "rows_of", rows_of)
    for damage in (b"", b"x", kept.read_bytes()[:-9]):
        kept.write_bytes(damage)
        with builders.reopened(session) as again:
            (table,) = sampling.tables_to_read(again)
            sampling.split_items(again.tables, table, lambda *_: None)
            one = sampling.state(again).find(made.row)
            assert one is not None
            assert one.facts.sha256 == first.facts.sha256
