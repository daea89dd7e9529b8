"""Recalculation and sampling of the sample day by the steps' own verbs, for the guide."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.inventory import Methane, TraceStep
from cfpdesk.model.population import Conformity, Population, Risk
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.model.table_guess import guess_tables
from cfpdesk.steps import inventory, inventory_edit, inventory_import, sampling, sampling_edit
from cfpdesk.steps.evidence import LinkTarget, link
from cfpdesk.steps.inventory_edit import LineFigure, LineRef, LineText
from cfpdesk.store.session import Session


def recalculate(session: Session, done: dict[str, Any], kept: dict[str, str]) -> None:
    """Take the client's inventory in, and verify the lines that the day verifies."""
    told = done.get("recalculation")
    if told is None:
        return
    _table(session, told["workbook"], kept, DatasetKind.INVENTORY)
    for line in told["lines"]:
        _line(session, line, kept)


def raised(session: Session, told: dict[str, Any]) -> None:
    """Say that the newest finding is about a line."""
    from cfpdesk.model.finding import Finding

    if "line" in told:
        made = next(f for f in session.all(Finding) if f.title == told["title"])
        inventory_edit.set_finding(session, _ref(session, told["line"]), made.row, made.number)


def sample(session: Session, done: dict[str, Any], kept: dict[str, str], names: Any) -> None:
    """Draw from the ledger by the number said, check the vouchers, and trace waybills back."""
    told = done.get("sampling")
    if told is None:
        return
    table = _table(session, told["ledger"], kept, DatasetKind.POPULATION)
    made = sampling_edit.add_population(session, Path(told["ledger"]).stem, table.row, unit="t")
    recipe = told["recipe"]
    sampling_edit.edit_recipe(
        session,
        made.row,
        factor=Decimal(recipe["factor"]),
        line=told["line"],
        control_risk=Risk[told["control_risk"].upper()],
        control_test=recipe["control_test"],
    )
    one = _drawn(session, made, recipe["ledger_total"], told["said"], names)
    assert one.sample is not None
    for part in one.sample.items:
        seen = told["differences"].get(part.item.id, part.item.amount)
        sampling_edit.verify(session, made.row, part.item.id, Decimal(seen))
    _trace_back(session, told["reverse"], kept, made, names)


def _table(session: Session, name: str, kept: dict[str, str], kind: DatasetKind) -> Dataset:
    piece = session.get(Evidence, kept[name])
    assert piece is not None
    assert piece.file is not None
    book = inventory_import.read_file(session.tables, piece.file)
    best = next(guess for guess in guess_tables(book.sheets()) if guess.kind is kind)
    words = best.sheet if kind is DatasetKind.INVENTORY else Path(name).stem
    return inventory_import.use_table(session, piece.row, best, words)


def _ref(session: Session, code: str) -> LineRef:
    lines = (view.result.line for view in inventory.state(session).lines)
    line = next(line for line in lines if line.code == code)
    return LineRef(line.dataset, line.key, code)


def _line(session: Session, told: dict[str, Any], kept: dict[str, str]) -> None:
    ref = _ref(session, told["code"])
    if "factor_value" in told:
        value = Decimal(told["factor_value"])
        inventory_edit.set_figure(session, ref, LineFigure.FACTOR_VALUE, value)
        inventory_edit.write(session, ref, LineText.FACTOR_UNIT, told["factor_unit"])
    if "gas" in told:
        inventory_edit.set_gas(session, ref, told["gas"], Methane.UNKNOWN)
    if "source" in told:
        inventory_edit.write(session, ref, LineText.SOURCE, told["source"])
    inventory_edit.write(session, ref, LineText.REPORT_REF, told["report_ref"])
    for step in told["traced"]:
        inventory_edit.trace(session, ref, TraceStep(step), on=True)
    for aspect, score in told["scores"].items():
        inventory_edit.rate(session, ref, aspect, score)
    review = inventory_edit.review(session, ref)
    target = LinkTarget(review.TABLE, review.row, ref.code, ref.code, record=review)
    link(session, [kept[told["evidence"]]], target)


def _drawn(
    session: Session, made: Population, total: str, said: dict[str, str], names: Any
) -> PopulationState:
    sampling_edit.edit_recipe(session, made.row, ledger_total=Decimal(total))
    sampling.freeze(session, made.row)
    sampling.set_seed(session, made.row, said["number"], names[said["by"]])
    sampling.draw(session, made.row)
    one = sampling.state(session).find(made.row)
    assert one is not None
    return one


def _trace_back(
    session: Session, told: dict[str, Any], kept: dict[str, str], of: Population, names: Any
) -> None:
    table = _table(session, told["ledger"], kept, DatasetKind.POPULATION)
    name = f"{Path(told['ledger']).stem} → {of.name}"
    made = sampling_edit.add_population(session, name, table.row, unit="t·km", reverse_of=of.row)
    recipe = told["recipe"]
    sampling_edit.edit_recipe(
        session,
        made.row,
        tolerable_pct=Decimal(recipe["tolerable_pct"]),
        override_reason=recipe["override_reason"],
    )
    one = _drawn(session, made, told["total"], told["said"], names)
    assert one.sample is not None
    for part in one.sample.items:
        sampling_edit.judge(session, made.row, part.item.id, Conformity.YES)
