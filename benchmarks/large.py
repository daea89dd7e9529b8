"""A large engagement as a team leaves it after a visit: made once, kept in `build/bench/`.

    session = Session.open(copy_of_large(folder), lead, clock)

The lead prepares it and hands out kits; three auditors answer every check item in their parts (a
few of them twice, so that something is in conflict), take in 500 photos, write 60 findings and
edit their words again and again, each with a signed package that is merged. Then the lead takes in
the client's workbook of 200 lines with formulas, judges half of them, draws 400 receipt slips and
samples of three other populations, checks them all, and changes the plan twice.
"""

import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.large_tables import slips_book, workbook
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.evidence_view import Incoming, Source
from cfpdesk.model.finding import FindingKind, FindingState, Position
from cfpdesk.model.journal import Actor
from cfpdesk.model.package import PackageKind
from cfpdesk.model.population import Conformity, Population, Risk
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.resource import resource
from cfpdesk.steps import (
    checklist,
    evidence,
    finding,
    inventory,
    inventory_edit,
    inventory_import,
    opening,
    plan,
    sample,
    sampling,
    sampling_edit,
    team,
)
from cfpdesk.steps.checklist import AnswerText
from cfpdesk.steps.evidence import EvidenceText
from cfpdesk.steps.finding import FindingText
from cfpdesk.steps.inventory_edit import LineFigure, LineRef
from cfpdesk.store.export import export_package
from cfpdesk.store.identity import Identity, create_identity
from cfpdesk.store.kit import open_kit
from cfpdesk.store.reception import receive
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import current_trust

PIECES, FINDINGS, LINES, EVENTS, SLIPS = 500, 60, 200, 40_000, 400
FORM = 1
"""Part of the folder's name; another number wherever something is made otherwise."""
PLACE = Path(__file__).resolve().parent.parent / "build" / "bench"
NAMES = {"lin": "林知远", "su": "苏晓岚", "gao": "高博", "he": "何立群"}
AUDITORS = ("su", "gao", "he")
_WORDS = "correct horse battery"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def clock() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def copy_of_large(folder: Path) -> tuple[Path, Actor]:
    """Copy the engagement and who leads it; it is made first if it is not kept yet.

    Args:
        folder: gets the engagement; its photos are links to the kept ones.
    """
    kept = PLACE / f"large-{FORM}"
    if not (kept / "done").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        (kept / "done").write_text(_make(kept).key_sha256, "utf-8")
    shutil.copytree(kept / "lead", folder, copy_function=_link_originals)
    return folder, Actor(NAMES["lin"], (kept / "done").read_text("utf-8"))


def _link_originals(source: str, target: str) -> None:
    """Originals are never written again; the rest is."""
    if Path(source).suffix or Path(source).stat().st_size < 50_000:
        shutil.copy2(source, target)
    else:
        Path(target).hardlink_to(source)


def _make(place: Path) -> Identity:
    people = {
        key: create_identity(
            place / "homes" / key, name=name, organisation="", passphrase=_WORDS, now=clock()
        )
        for key, name in NAMES.items()
    }
    lead = people["lin"]
    session = Session.create(place / "lead", _actor(lead), clock)
    rows = sample.prepare(session, lead.card_file()).rows
    for key in AUDITORS:
        kept = team.take_card(session, rows[key], people[key].card_file(), "card.cfid")
        team.trust_key(session, kept.key_sha256, team.Compared.READ_ALOUD)
    _new_plans(session)
    opening.begin(session)
    for point in opening.state(session).points:
        opening.tick(session, point.row, done=True)
    kit = place / "kit.cfpkg"
    export_package(session, kit, lead.unlock(_WORDS), PackageKind.KIT)
    for number, key in enumerate(AUDITORS):
        person = people[key]
        with open_kit(
            kit, place / key, _actor(person), clock, lead_key_sha256=lead.key_sha256
        ) as own:
            _visit(own, number)
            path = place / f"{key}.cfpkg"
            export_package(own, path, person.unlock(_WORDS), PackageKind.AUDITOR)
        with session.paused():
            receive(session.folder, path, current_trust(session), clock())
        shutil.rmtree(place / key)
        path.unlink()
    _recalculate(session, place)
    _sample(session, place)
    session.close()
    return lead


def _actor(identity: Identity) -> Actor:
    return Actor(identity.card.name, identity.key_sha256)


def _new_plans(session: Session) -> None:
    """Send the plan twice more, so that versions can be compared."""
    day = date(2026, 3, 10)
    for number in (2, 3):
        item = plan.state(session).rules.rule_list(ListCode.PLAN).codes[number]
        plan.write_item(session, ListCode.PLAN, item, f"第 {number} 版：改了这一项的安排")
        plan.send(session, day, "邮件", f"客户第 {number} 次要求调整")
        plan.confirm(session, number, day + timedelta(days=1), "王建华")


# What each auditor does -----------------------------------------------------------------------


def _visit(session: Session, number: int) -> None:
    ids = [item.item.id for item in checklist.state(session).items]
    mine = ids[number :: len(AUDITORS)] + ids[:4]
    checklist.answer(session, mine, (Verdict.CONFORM, Verdict.OBSERVATION)[number % 2])
    for item in mine:
        checklist.write(
            session, item, AnswerText.FACTS, f"{number}：现场看到 {item} 的记录与台账一致"
        )
    photos = sorted(resource("sample", "photos").glob("*.[jJ][pP]*"))
    share = PIECES // len(AUDITORS) + (number < PIECES % len(AUDITORS))
    files = [
        Incoming(
            photos[n % len(photos)].read_bytes() + b"%d %d" % (number, n),
            f"IMG_{number}{n:04d}.JPG",
            "image/jpeg",
            Source.FOLDER,
            taken_at=f"2026:03:18 {9 + n % 8:02d}:{n % 60:02d}:00",
        )
        for n in range(share)
    ]
    taken = [piece.evidence for piece in evidence.take_in(session, files)]
    _link(session, taken, mine)
    findings = [_finding(session, n, mine, taken) for n in range(FINDINGS // len(AUDITORS))]
    _write_again(session, mine, taken, findings)


def _link(session: Session, taken: list[Evidence], items: list[str]) -> None:
    targets = {target.code: target for target in evidence.targets(session)}
    for n, piece in enumerate(taken):
        evidence.link(session, [piece.row], targets[items[n % len(items)]])


def _finding(session: Session, n: int, items: list[str], taken: list[Evidence]) -> str:
    kind = tuple(FindingKind)[n % len(FindingKind)]
    row = finding.create(session, kind, items[n % len(items)]).row
    finding.write(session, row, FindingText.TITLE, f"第 {n + 1} 个发现：台账与凭证不一致")
    finding.write(session, row, FindingText.FACTS, "抽查的磅单与入库单相差 0.35 t，未见更正记录。")
    finding.write(session, row, FindingText.REQUIREMENT, "说明差异并更正台账。")
    finding.set_clauses(session, row, ["RULE:9.7"])
    finding.set_deadline(session, row, date(2026, 4, 20))
    if kind is FindingKind.MISSTATEMENT:
        finding.set_effect(session, row, Decimal(1000 * (n + 1)))
    if n % 3:
        finding.move(session, row, FindingState.RAISED)
    if n % 3 > 1:
        finding.move(session, row, FindingState.TOLD)
        finding.write(session, row, FindingText.RESPONSE, "情况属实，已安排更正。")
        finding.set_position(session, row, (Position.AGREED, Position.DISPUTED)[n % 2])
    target = next(t for t in evidence.targets(session) if t.row == row)
    evidence.link(session, [taken[n].row, taken[-n - 1].row], target)
    return row


def _write_again(
    session: Session, items: list[str], taken: list[Evidence], findings: list[str]
) -> None:
    """Write words again until the chain has its part of the events."""
    chain = session.log.chain(session.replica)
    turn = 0
    while chain is not None and chain.max_seq < EVENTS // len(AUDITORS):
        turn += 1
        piece = taken[turn % len(taken)]
        words = f"第 {turn} 次写：配电室 2# 进线柜电表读数照片"
        evidence.write(session, piece.row, EvidenceText.CAPTION, words)
        evidence.write(session, piece.row, EvidenceText.NOTES, f"{words}，倍率 ×240")
        item = items[turn % len(items)]
        checklist.write(session, item, AnswerText.NOTE, f"{words}，抽查三个月")
        row = findings[turn % len(findings)]
        finding.write(session, row, FindingText.REPLY, f"{words}，请补充凭证")


# What the lead does ---------------------------------------------------------------------------


def _take_in(session: Session, path: Path, kind: DatasetKind) -> Dataset:
    file = Incoming(path.read_bytes(), path.name, _XLSX, Source.FOLDER)
    piece = evidence.take_in(session, [file])[0].evidence
    if piece.file is None:
        raise TypeError(piece)
    book = inventory_import.read_file(session.tables, piece.file)
    best = next(guess for guess in guess_tables(book.sheets()) if guess.kind is kind)
    return inventory_import.use_table(session, piece.row, best, path.stem)


def _recalculate(session: Session, place: Path) -> None:
    path = place / "恒锐_CFP_2025.xlsx"
    path.write_bytes(workbook(LINES))
    _take_in(session, path, DatasetKind.INVENTORY)
    facts = session.find(Engagement).but(
        output_quantity=Decimal(12000),
        claimed_value=Decimal("2808.56"),
        period_from=date(2025, 1, 1),
        period_to=date(2025, 12, 31),
    )
    with session.transact(msg("Edit the engagement")) as change:
        change.put(facts)
    for n, view in enumerate(inventory.state(session).lines):
        line = view.result.line
        if n % 2 and line.factor.value is not None:
            ref = LineRef(line.dataset, line.key, line.code)
            value = line.factor.value * (100 + n % 3) / 100
            inventory_edit.set_figure(session, ref, LineFigure.FACTOR_VALUE, value)


def _sample(session: Session, place: Path) -> None:
    """Draw 400 slips, and from three populations more: checked, half checked, traced back."""
    tables = []
    for name, count in (("入库单", 4000), ("领料单", 2500), ("加油单", 900), ("运单", 1500)):
        path = place / f"{name}_2025.xlsx"
        path.write_bytes(slips_book(name, count))
        tables.append(_take_in(session, path, DatasetKind.POPULATION))
    slips, issued, fuel, bills = tables
    lines = [view.result.line.key for view in inventory.state(session).lines]
    for n, (table, size, part) in enumerate(
        ((slips, SLIPS, 400), (issued, 120, 60), (fuel, 60, 60))
    ):
        row = _drawn(session, table, size, line=lines[n], factor=Decimal(2310))
        _check(session, row, part)
    back = _drawn(session, bills, 80, reverse_of=session.all(Population)[0].row)
    _check(session, back, 80)


def _drawn(session: Session, table: Dataset, size: int, **more: Any) -> str:
    reverse = str(more.pop("reverse_of", ""))
    made = sampling_edit.add_population(
        session, table.name, table.row, unit="t", reverse_of=reverse
    )
    row = made.row
    for waiting in sampling.tables_to_read(session):
        sampling.split_items(session.tables, waiting, lambda _done, _of: None)
    sampling_edit.edit_recipe(
        session, row, control_risk=Risk.LOW, control_test="过磅流程穿行",
        sample_size=size, override_reason="客户分类账的风险", **more,
    )  # fmt: skip
    found = sampling.state(session).find(row)
    if found is None:
        raise TypeError(found)
    sampling_edit.edit_recipe(session, row, ledger_total=found.facts.imported_total)
    sampling.freeze(session, row)
    sampling.set_seed(session, row, "4827", "王建华")
    sampling.draw(session, row)
    return row


def _check(session: Session, row: str, count: int) -> None:
    one = sampling.state(session).find(row)
    if one is None or one.sample is None:
        raise TypeError(one)
    for n, part in enumerate(one.sample.items[:count]):
        if one.population.completeness:
            sampling_edit.judge(session, row, part.item.id, Conformity.YES)
        elif part.item.amount is not None:
            wrong = Decimal("0.35") if n % 40 == 7 else Decimal(0)
            sampling_edit.verify(session, row, part.item.id, part.item.amount - wrong)
