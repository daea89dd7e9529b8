"""The step on the sample's own workbook: what picture 05 shows, from the file to the blockers."""

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.i18n import msg
from cfpdesk.model import line_views
from cfpdesk.model.dataset import ColumnRole, Dataset
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.flag import Flag
from cfpdesk.model.gate import Mark
from cfpdesk.model.inventory import LifeCycleStage, Methane
from cfpdesk.model.inventory_doubts import flags_of
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.model.recalculation import LineResult
from cfpdesk.model.trace import Traced
from cfpdesk.steps import evidence, inventory, inventory_edit, inventory_import
from cfpdesk.steps.inventory_edit import LineFigure, LineRef, LineText
from cfpdesk.store.inventory_query import columns_of
from cfpdesk.store.session import Session
from tests import builders, client_files
from tests.client_files import WORKBOOK

D = Decimal


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        agreed = builders.an_engagement(opened).but(
            output_quantity=D(12000),
            claimed_value=D("2808.56"),
            period_from=date(2025, 1, 1),
            period_to=date(2025, 12, 31),
        )
        with opened.transact(msg("Edit the engagement")) as change:
            change.put(agreed)
            change.put(Site(name="无锡一厂", address="江苏省无锡市锡山区锐进路 18 号"))
        yield opened


def take_in(session: Session, path: Path = WORKBOOK) -> Dataset:
    return client_files.take_in(session, path, name="恒锐 CFP 2025")


def ref(session: Session, code: str) -> LineRef:
    view = next(v for v in inventory.state(session).lines if v.result.line.code == code)
    return LineRef(view.result.line.dataset, view.result.line.key, code)


def test_the_client_s_workbook_is_recalculated(session: Session) -> None:
    take_in(session)
    shown = inventory.state(session)
    assert [v.result.line.code for v in shown.lines] == [
        *(f"R{n}" for n in range(1, 6)),
        *(f"P{n}" for n in range(1, 9)),
    ]
    assert round(shown.totals.claimed_kg) == 33702748
    assert shown.totals.complete
    assert shown.totals.claimed_kg == pytest.approx(shown.totals.verified_kg, abs=D("1e-6"))
    assert [s.stage for s in shown.totals.stages] == [
        LifeCycleStage.RAW_MATERIAL,
        LifeCycleStage.PRODUCTION,
    ]
    power = next(v for v in shown.lines if v.result.line.code == "P1")
    assert power.result.line.factor.cell == "清单!F13"
    assert power.result.line.emissions.cell == "清单!H13"
    assert [f.code for f in power.doubts][:1] == ["factor.series"]
    leak = next(v for v in shown.lines if v.result.line.code == "P6")
    assert "factor.gwp" in [f.code for f in leak.doubts]
    assert round(shown.threshold_kg or D(0)) == 1685137, (
        "of the lines' sum, not of the rounded value"
    )
    assert shown.claim.by_lines
    assert shown.claim.declared_kg == D("33702720.00")
    assert [v.result.line.code for v in shown.lines if v.significant] == ["R1", "P1"]
    assert shown.tables[0].problems == ()


def test_two_verified_values_give_the_recalculated_claim(session: Session) -> None:
    take_in(session)
    power, leak = ref(session, "P1"), ref(session, "P6")
    inventory_edit.set_figure(session, power, LineFigure.FACTOR_VALUE, D("0.5777"))
    inventory_edit.write(session, power, LineText.SOURCE, "2024 年全国电力碳足迹因子")
    inventory_edit.set_gas(session, leak, "HFC-32", Methane.UNKNOWN)
    shown = inventory.state(session)
    assert round(shown.totals.verified_kg) == 33872778
    assert round(shown.verified_unit or D(0), 2) == D("2822.73")
    assert round(shown.totals.difference_kg) == -170030
    assert round(shown.difference_pct or D(0), 2) == D("-0.50")
    lines = {v.result.line.code: v for v in shown.lines}
    assert lines["P1"].result.difference_kg == -169560
    assert lines["P6"].result.difference_kg == -470
    assert "factor.series" in lines["P1"].answered
    assert "factor.gwp" not in [f.code for f in lines["P6"].doubts]


def test_the_rail_counts_the_lines_with_doubts(session: Session) -> None:
    assert inventory.status(session).mark is Mark.NOT_STARTED
    assert [b.code for b in inventory.blockers(session)] == ["inventory.none"]
    take_in(session)
    status = inventory.status(session)
    doubtful = len(inventory.state(session).doubtful)
    assert status.mark is Mark.IN_PROGRESS
    assert str(doubtful) in str(status.figure)
    codes = [b.code for b in inventory.blockers(session)]
    assert "inventory.factor.series" in codes
    assert "inventory.claim" not in codes, "2,808.56 × 12,000 is the sum within its last digit"


def test_a_claim_that_is_not_the_sum_of_its_lines_is_told(session: Session) -> None:
    take_in(session)
    with session.transact(msg("Edit the engagement")) as change:
        change.put(session.find(Engagement).but(claimed_value=D("2810.00")))
    found = {b.code: b for b in inventory.blockers(session)}
    assert "33,720,000" in found["inventory.claim"].sentence.text("en")


def test_an_accepted_doubt_stays_visible_and_no_longer_blocks(session: Session) -> None:
    take_in(session)
    road = ref(session, "R5")
    before = next(v for v in inventory.state(session).lines if v.result.line.code == "R5")
    assert [f.code for f in before.doubts] == ["factor.year"]
    inventory_edit.accept(session, road, "factor.year", "没有更新的")
    after = next(v for v in inventory.state(session).lines if v.result.line.code == "R5")
    assert after.doubts == ()
    assert [f.code for f in after.accepted] == ["factor.year"]


def test_after_the_cache_is_gone_the_table_is_read_again(session: Session, tmp_path: Path) -> None:
    take_in(session)
    session.close()
    for path in (session.folder / "cache").iterdir():
        path.unlink()
    with Session.open(session.folder, session.actor, session.clock) as again:
        shown = inventory.state(again)
        assert shown.reading
        assert shown.lines == ()
        assert "inventory.unread" in [b.code for b in inventory.blockers(again)]
        dataset = shown.tables[0].dataset
        assert dataset.file is not None
        inventory_import.read_file(again.tables, dataset.file)
        assert len(inventory.state(again).lines) == 13


def test_columns_can_be_overruled(session: Session) -> None:
    dataset = take_in(session)
    inventory_import.set_column(session, dataset.row, ColumnRole.EMISSIONS, "g", "GWP")
    assert inventory.state(session).lines[0].result.claimed_kg == 1
    inventory_import.set_column(session, dataset.row, ColumnRole.EMISSIONS, "", "")
    assert inventory.state(session).lines[0].result.claimed_kg == 29106000
    inventory_import.set_unit(session, dataset.row, ColumnRole.EMISSIONS, "tCO2e")
    inventory_import.set_column(session, dataset.row, ColumnRole.EMISSIONS, "H", "排放量")
    assert inventory.state(session).lines[0].result.claimed_kg == 29106000000


def test_a_number_typed_over_a_formula_is_told(session: Session, tmp_path: Path) -> None:
    changed = tmp_path / "改过.xlsx"
    with zipfile.ZipFile(WORKBOOK) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet3.xml":
                typed = b'<c r="H14"><v>973984.96405</v></c>'
                data, count = re.subn(rb'<c r="H14".*?</c>', typed, data)
                assert count == 1
            new.writestr(name, data)
    take_in(session, changed)
    lines = {v.result.line.code: v for v in inventory.state(session).lines}
    assert lines["P3"].check.formula == "=E15*F15*G15"
    codes = [flag.code for flag in lines["P2"].doubts]
    assert codes == ["cell.product", "cell.formula"]
    sentence = next(f for f in lines["P2"].flags if f.code == "cell.formula").sentence
    assert "H14" in sentence.text("zh")
    assert lines["P2"].trace[1].state is Traced.BROKEN


def test_judgements_follow_a_line_whose_number_changed(session: Session) -> None:
    dataset = take_in(session)
    power = ref(session, "P1")
    inventory_edit.set_figure(session, power, LineFigure.FACTOR_VALUE, D("0.5777"))
    review = inventory_edit.review(session, power)
    piece = session.all(Evidence)[0]
    with session.transact(msg("Link evidence to {code}", code="P1")) as change:
        change.put(Link(evidence=piece.row, target_table="line_review", target=review.row))
    columns = columns_of(session, dataset)
    inventory_import.take_version(
        session, dataset.row, piece.row, dataset, columns, [(power.key, "P1a"), ("R9", "R10")]
    )
    moved = inventory_edit.review(session, LineRef(dataset.row, "P1a", "P1a"))
    assert moved.factor_value == D("0.5777")
    assert {link.target for link in session.all(Link)} == {review.row, moved.row}
    assert session.get(Dataset, dataset.row) == dataset


def test_the_file_of_a_table_is_used_and_its_use_is_no_link(session: Session) -> None:
    dataset = take_in(session)
    shown = evidence.state(session).items
    assert [item.links for item in shown] == [1]
    (use,) = evidence.links_of(session, dataset.evidence)
    assert (use.row, use.target, use.code) == ("", dataset.row, "恒锐 CFP 2025")


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_formulas_of_other_formats_do_not_stand_in_the_way(session: Session, form: str) -> None:
    path = Path(__file__).parents[1] / "exchange" / "workbooks" / f"energy.{form}"
    with session.transact(msg("Take in {name}", name=path.name)) as change:
        piece = change.put(Evidence(number="E-1-001", file=change.attach(path)))
    assert piece.file is not None
    book = inventory_import.read_file(session.tables, piece.file)
    sheet = book.info.sheets[0]
    found = session.tables.formulas(piece.file, sheet)
    assert session.tables.shows_formulas(piece.file, sheet)
    assert found[4, 4] == "=C4/C$7"


def test_months_side_by_side_are_lines_with_their_cells(session: Session, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["排放源", "单位", "1月", "2月", "3月", "排放因子 kgCO2e/单位"])
    sheet.append(["外购电力", "kWh", 1000, 2000, 3000, 0.5777])
    sheet.append(["蒸汽", "GJ", 10, None, 30, 110])
    book.save(tmp_path / "months.xlsx")
    dataset = take_in(session, tmp_path / "months.xlsx")
    activity = next(
        column for column in columns_of(session, dataset) if column.role is ColumnRole.ACTIVITY
    )
    assert activity.beside == "C D E", "the mapping is kept"
    shown = inventory.state(session)
    lines = {view.result.line.name: view.result.line for view in shown.lines}
    assert list(lines) == ["外购电力 1月", "外购电力 2月", "外购电力 3月", "蒸汽 1月", "蒸汽 3月"]
    assert lines["外购电力 2月"].activity.cell == "Sheet!D2"
    assert shown.totals.claimed_kg == D(6000) * D("0.5777") + D(40 * 110)
    inventory_import.set_column(session, dataset.row, ColumnRole.ACTIVITY, "C", "1月")
    assert len(inventory.state(session).lines) == 2


def test_an_edit_computes_its_own_line_anew_and_no_other(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(session)
    inventory.state(session)
    computed: list[str] = []
    doubts = flags_of

    def counted(result: LineResult, *rest: Any, **more: Any) -> tuple[Flag, ...]:
        computed.append(result.line.code)
        return doubts(result, *rest, **more)

    monkeypatch.setattr(line_views, "flags_of", counted)
    inventory_edit.set_figure(session, ref(session, "P1"), LineFigure.FACTOR_VALUE, D("0.5777"))
    shown = inventory.state(session)
    assert computed == ["P1"]
    me = session.actor
    assert me is not None
    assert {view.code: view.owner for view in shown.lines if view.owner} == {"P1": me.name}
    assert sum(view.result.share_pct or 0 for view in shown.lines) == pytest.approx(100)


def _fresh(session: Session) -> InventoryState:
    """The state with nothing remembered."""
    for key in ("line views", "recalculation before"):
        session.tables._made.pop(key, None)
    session.forget()
    return inventory.state(session)


def test_what_is_kept_between_edits_is_what_would_be_computed_anew(session: Session) -> None:
    take_in(session)
    inventory.state(session)
    edits: list[Callable[[], object]] = [
        lambda: inventory_edit.set_figure(
            session, ref(session, "P1"), LineFigure.FACTOR_VALUE, D("0.5777")
        ),
        lambda: inventory_edit.write(
            session, ref(session, "P1"), LineText.SOURCE, "2024 年全国电力平均"
        ),
        lambda: inventory_edit.set_gas(session, ref(session, "P6"), "HFC-32", Methane.UNKNOWN),
        lambda: inventory_edit.set_gwp_set(session, "AR5"),
        lambda: inventory_edit.set_limit(session, "deviation_pct", D(1)),
        lambda: inventory_edit.accept(session, ref(session, "P2"), "factor.rank", "核对过"),
        lambda: inventory_edit.cut_off(session, ref(session, "R3"), on=True, reason="小"),
        lambda: inventory_edit.set_figure(session, ref(session, "R1"), LineFigure.ACTIVITY, D(1)),
        session.undo,
        lambda: inventory_edit.set_stage(session, ref(session, "R2"), LifeCycleStage.USE),
    ]
    for edit in edits:
        edit()
        assert inventory.state(session) == _fresh(session)
