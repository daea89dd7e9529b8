"""The sample's visit as far as its papers need it: inventory judged, samples drawn and checked."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from cfpdesk.i18n import msg
from cfpdesk.model.allocation import AllocationMethod
from cfpdesk.model.balance import BalanceKind
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.end_of_life import RecyclingFormula
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.inventory import LineReview, Methane, Origin, TraceStep
from cfpdesk.model.opinion import OpinionType
from cfpdesk.model.population import Risk
from cfpdesk.steps import (
    footprint_export,
    inventory,
    inventory_edit,
    inventory_shares,
    sample,
    sampling_edit,
    sampling_ledger,
)
from cfpdesk.steps.inventory_edit import LineFigure, LineRef, LineText
from cfpdesk.store.session import Session
from tests import builders, client_files, sampling_samples
from tests.client_files import WORKBOOK
from tests.kept import continued

D = Decimal
VISIT = datetime(2026, 3, 18, 1, 0, tzinfo=UTC)
# Time, geography, technology, completeness, reliability of each line.
_SCORES = {
    "R1": "22112", "R2": "33332", "R3": "21222", "R4": "33233", "R5": "22233", "P1": "11111",
    "P2": "12111", "P3": "33332", "P4": "22222", "P5": "22222", "P6": "11111", "P7": "22221",
    "P8": "44333",
}  # fmt: skip
_UNCERTAIN = {"R1": (1, 10), "P1": (1, 5), "P2": (2, 3), "R5": (10, 15), "P3": (3, 20)}
_PRIMARY = ("P2", "P6")


def a_visit(tmp_path: Path, *, populations: bool = True) -> Session:
    """Return the sample engagement with everything judged that stands in its papers."""
    name = "papers with populations" if populations else "papers"
    return continued(name, tmp_path, lambda folder: _play(folder, populations=populations))


def _play(folder: Path, *, populations: bool) -> Session:
    session = builders.a_session(folder, clock=builders.a_clock(VISIT))
    sample.prepare(session, engagement_id=builders.ENGAGEMENT)
    take_in(session)
    judge(session)
    divide(session)
    if populations:
        draw(session)
    return session


def take_in(session: Session, path: Path = WORKBOOK) -> Dataset:
    """Take the client's inventory in."""
    return client_files.take_in(session, path, name="恒锐 CFP 2025")


def ref(session: Session, code: str) -> LineRef:
    """Return the line that people call by this code."""
    view = next(v for v in inventory.state(session).lines if v.code == code)
    return LineRef(view.result.line.dataset, view.result.line.key, code)


def judge(session: Session) -> None:
    """Write what the auditors found about the lines."""
    power, leak, road = ref(session, "P1"), ref(session, "P6"), ref(session, "R5")
    inventory_edit.set_figure(session, power, LineFigure.FACTOR_VALUE, D("0.5777"))
    inventory_edit.write(session, power, LineText.FACTOR_UNIT, "kgCO2e/kWh")
    inventory_edit.write(session, power, LineText.SOURCE, "2024 年全国电力碳足迹因子")
    inventory_edit.write(session, power, LineText.REPORT_REF, "报告表 6，第 14 页")
    inventory_edit.set_gas(session, leak, "HFC-32", Methane.UNKNOWN)
    inventory_edit.write(session, leak, LineText.SOURCE, "IPCC AR6，充装记录")
    inventory_edit.accept(session, road, "factor.year", "没有更新的公路运输因子；占比 1.02 %")
    inventory_edit.cut_off(session, ref(session, "P8"), on=True, reason="占比 0.11 %，无初级数据")
    for code, scores in _SCORES.items():
        line = ref(session, code)
        aspects = ("time", "geography", "technology", "completeness", "reliability")
        for aspect, score in zip(aspects, scores, strict=True):
            inventory_edit.rate(session, line, aspect, int(score))
        origin = Origin.PRIMARY if code in _PRIMARY else Origin.SECONDARY
        inventory_edit.set_origin(session, line, activity=Origin.PRIMARY, factor=origin)
    for code in ("R1", "P1"):
        for step in TraceStep:
            inventory_edit.trace(session, ref(session, code), step, on=True)
    for code, (activity, factor) in _UNCERTAIN.items():
        line = ref(session, code)
        inventory_edit.set_figure(session, line, LineFigure.ACTIVITY_PCT, D(activity))
        inventory_edit.set_figure(session, line, LineFigure.FACTOR_PCT, D(factor))
    link(session, LineReview.TABLE, inventory_edit.review(session, power).row, "E-2-014")
    link(session, LineReview.TABLE, inventory_edit.review(session, power).row, "E-2-015")
    link(session, LineReview.TABLE, inventory_edit.review(session, leak).row, "E-3-004")


def link(session: Session, table: str, row: str, number: str) -> None:
    """Link a piece of evidence of that number to a record."""
    with session.transact(msg("Link evidence")) as change:
        piece = change.put(Evidence(number=number, caption="凭证"))
        change.put(Link(evidence=piece.row, target_table=table, target=row))


def divide(session: Session) -> None:
    """Write allocation, recycling and balances."""
    inventory_shares.choose_method(session, AllocationMethod.PHYSICAL)
    inventory_shares.write_reason(session, "边角料与产品同一工序产出，无法细分")
    main = inventory_shares.add_product(session, "精密冷轧带钢")
    inventory_shares.edit_product(session, main.row, amount=D(12000), unit="t", claimed_pct=D(100))
    other = inventory_shares.add_product(session, "边角料（外售）")
    inventory_shares.edit_product(session, other.row, amount=D(598), unit="t", claimed_pct=D(0))
    strap = inventory_shares.add_recycling(session, "包装钢带")
    inventory_shares.edit_recycling(
        session, strap.row, formula=RecyclingFormula.CUT_OFF, virgin=D(2550), recycling=D(720),
        disposal=D(20), content=D("0.3"), rate=D("0.8"), amount=D("18.6"), claimed=D(2005),
    )  # fmt: skip
    inventory_edit.write_balance(
        session, BalanceKind.MASS, inventory=D(12600), inventory_text="入库 412 张", other=D(12598),
        other_text="产品 12,000 t + 边角料 598 t", unit="t",
    )  # fmt: skip
    inventory_edit.write_balance(
        session, BalanceKind.ELECTRICITY, inventory=D(3600000), inventory_text="12 张发票",
        other=D(3498000), other_text="2# 变电所抄表", unit="kWh",
        reason="抄表日与账期差 3 天；分表 3# 检定过期",
    )  # fmt: skip


def draw(session: Session) -> None:
    """Freeze, seed, draw and check the sample's ledgers; enter a misstatement by hand."""
    slips = sampling_samples.slips_population(session)
    sampling_edit.edit_recipe(
        session, slips.row, inherent_risk=Risk.HIGH, control_risk=Risk.MEDIUM,
        control_test="地磅检定证书与 25 张过磅单比对，无差异",
    )  # fmt: skip
    sampling_samples.drawn(session, slips.row)
    seen = sampling_samples.checked(session, slips.row, {31: D("-0.42"), 44: D("0.15")})
    sampling_edit.note(session, slips.row, seen[31], "磅单 29.86 t，入库单多记包装")
    item = sampling_edit.item_of(session, slips.row, seen[31])
    link(session, item.TABLE, item.row, "E-2-021")
    reverse = sampling_samples.reverse_test(session, slips.row)
    sampling_samples.drawn(session, reverse.row)
    sampling_samples.checked(session, reverse.row)
    with session.transact(msg("Raise a finding")) as change:
        change.put(
            Finding(
                number="MS-2-03", kind=FindingKind.MISSTATEMENT, state=FindingState.TOLD,
                title="酸再生外协工序未进入清单", effect=D(-186386), effect_estimated=True,
                effect_basis="410 t × 454.6 kg/t",
            )
        )  # fmt: skip
    sampling_ledger.add(session, "木托重复计入（包装与运输各一次）", D(61200))


LONG = "长名称带附注与说明；supplier of second-tier materials, Wuxi (江苏省无锡市锡山区云林街道) "


def many_lines(path: Path, count: int = 200) -> Path:
    """Write a client's inventory of that many lines, each with a long name of its own."""
    rows = ["编号,阶段,排放源,活动数据,单位,排放因子,因子单位,排放量 kgCO2e,因子来源"]
    for n in range(1, count + 1):
        stage = ("原材料阶段", "生产阶段", "分销阶段", "使用阶段")[n * 4 // (count + 1)]
        name = f"{LONG}第 {n:03} 项"
        figures = f"{n * 10},kg,1.5,kgCO2e/kg,{n * 15}"
        rows.append(f"L{n:03},{stage},{name.replace(',', '，')},{figures},数据库 {n}")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def hand_out(session: Session) -> None:
    """Write everything an exchange file needs, and set the opinion."""
    footprint_export.write_company(session, ("urn:lei:529900T8BM49AURSDO55",))
    footprint_export.write_product(session, ("urn:gtin:4712345060507",))
    footprint_export.write(session, "description", "精密冷轧带钢，厚 0.5–2.0 mm")
    footprint_export.write_fossil_carbon(session, D("1.2"))
    footprint_export.write_biogenic_carbon(session, D(0))
    footprint_export.name_place(session, "CN-JS")
    footprint_export.write(session, "certificate", "CICC-CFP-2026-0417")
    footprint_export.write_valid_from(session, date(2026, 4, 1))
    footprint_export.write_valid_until(session, date(2029, 3, 31))
    sampling_ledger.choose(session, OpinionType.UNMODIFIED, "清单逐行核实")
