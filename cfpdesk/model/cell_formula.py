"""The client's own formulas recalculated where they are plain arithmetic, and where they lead.

Each formula is computed twice: from what its inputs show, which finds the cell that does not hold
what its formula gives; and with its inputs recalculated all the way down, which shows what such a
cell does to the cells above it. Inputs that are no plain arithmetic are taken as shown, and said.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from cfpdesk.i18n import Message, msg
from cfpdesk.model.formula_syntax import NotPlainError, parse_formula
from cfpdesk.model.formula_tree import Node, references_in
from cfpdesk.model.formula_value import Evaluation, Scalar, evaluate
from cfpdesk.model.quantity import figure
from cfpdesk.model.sheet import Cell, CellKind, address, parse_address
from cfpdesk.model.table_rows import place as place_text
from cfpdesk.model.workbook_cells import Known, Place, Recalculated, Shown, WorkbookCells

_TOLERANCE = Decimal("1e-10")
_MOST_WORK = 3_000_000  # cells looked at, some ten seconds
_WORK_OF_FORMULA = 50
_MOST_NAMED = 5
_SHOWN_DIGITS = Context(prec=15)


@dataclass(frozen=True, slots=True)
class FormulaInput:
    """What a formula refers to.

    Attributes:
        place: sheet and address or range, such as 包装!C7.
        shown: what a single cell shows; None of a range.
        formula: of a single cell; empty where its value was typed.
    """

    place: str
    sheet: str
    reference: str
    shown: Cell | None
    formula: str


@dataclass(frozen=True, slots=True)
class FormulaResult:
    """What became of recalculating a cell.

    Attributes:
        formula: as the client's program shows it; empty where the value was typed.
        shown: what the cell shows.
        value: what the formula gives from what its inputs show; None where it cannot be computed.
        agrees: whether that is what the cell shows; None where nothing can be compared.
        recalculated: what it gives with its inputs recalculated all the way down.
        recalculated_agrees: the same for that.
        reason: why the formula is no plain arithmetic, or cannot be computed.
        inputs: what it refers to, from left to right.
        notes: what else a person should know.
    """

    sheet: str
    address: str
    formula: str
    shown: Cell
    value: Scalar = None
    agrees: bool | None = None
    recalculated: Scalar = None
    recalculated_agrees: bool | None = None
    reason: Message | None = None
    inputs: tuple[FormulaInput, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def flag(self) -> Message | None:
        """What is wrong with the cell; None where nothing is known to be."""
        shown = shown_value(self.shown)
        if self.agrees is False:
            return msg(
                "The cell shows {shown}, its formula gives {value}.",
                shown=shown,
                value=value_text(self.value),
            )
        if self.recalculated_agrees is False:
            return msg(
                "The cell shows {shown}; with its inputs recalculated it gives {value}.",
                shown=shown,
                value=value_text(self.recalculated),
            )
        return None


@dataclass(frozen=True, slots=True)
class FormulaStep:
    """One cell in the chain behind a figure; the deeper, the nearer to what was typed."""

    depth: int
    result: FormulaResult


class Recalculator:
    """Recalculates cells of one workbook; what was computed once is kept.

    Args:
        cells: the workbook.
    """

    def __init__(self, cells: WorkbookCells) -> None:
        self._cells = cells
        self._trees: dict[Place, Node | NotPlainError] = {}
        self._known: dict[Place, Known] = {}
        self._circular: set[Place] = set()
        self._work = 0

    def cell(self, sheet: str, where: str) -> FormulaResult:
        """Return what becomes of recalculating a cell.

        Raises:
            ValueError: if `where` is no address, or there is no such sheet.
        """
        column, row = parse_address(where)
        try:
            name = self._cells.sheet(sheet).info.name
            shown = self._cells.cell((name, column, row))
        except NotPlainError as error:
            raise ValueError(sheet) from error
        place = (name, column, row)
        formula = self._cells.formula(place)
        result = FormulaResult(name, address(column, row), formula, shown)
        return self._computed(place, result) if formula else result

    def chain(self, sheet: str, where: str, most: int = 100) -> tuple[FormulaStep, ...]:
        """Return the cells behind a figure, each before its inputs, each once.

        Args:
            most: so many cells at most; ranges are not opened.

        Raises:
            ValueError: if `where` is no address, or there is no such sheet.
        """
        steps: list[FormulaStep] = []
        seen: set[tuple[str, str]] = set()
        waiting = [(0, sheet, where)]
        while waiting and len(steps) < most:
            depth, name, at = waiting.pop()
            if (name, at) in seen:
                continue
            seen.add((name, at))
            result = self.cell(name, at)
            steps.append(FormulaStep(depth, result))
            waiting += [
                (depth + 1, part.sheet, part.reference)
                for part in reversed(result.inputs)
                if part.shown is not None
            ]
        return tuple(steps)

    def _computed(self, place: Place, result: FormulaResult) -> FormulaResult:
        tree = self._tree(place)
        if isinstance(tree, NotPlainError):
            return replace(result, reason=tree.reason)
        result = replace(result, inputs=tuple(self._inputs(place[0], tree)))
        self._work = 0
        try:
            found = evaluate(tree, Shown(self._cells, place[0]))
            self._settle(place)
            deep = evaluate(tree, Recalculated(self._cells, place[0], self._known))
        except NotPlainError as error:
            return replace(result, reason=error.reason)
        return replace(
            result,
            value=found.value,
            agrees=same_value(result.shown, found),
            recalculated=deep.value,
            recalculated_agrees=same_value(result.shown, deep),
            notes=tuple(self._notes(place, found)),
        )

    def _notes(self, place: Place, found: Evaluation) -> Iterator[Message]:
        if found.left_out:
            yield msg(
                "{cells}: a number is kept as text there, so the formula leaves it out.",
                cells=", ".join(found.left_out[:_MOST_NAMED]),
            )
        _cell, assumed = self._known.get(place, (None, ()))
        if assumed:
            yield msg(
                "Taken as shown, because they are no plain arithmetic: {cells}.",
                cells=", ".join(assumed),
            )
        if self._cells.cell(place).kind is CellKind.EMPTY:
            yield msg("The file holds no result of this formula.")

    def _inputs(self, home: str, tree: Node) -> Iterator[FormulaInput]:
        for reference in dict.fromkeys(references_in(tree)):
            sheet = reference.sheet or home
            text = str(reference)
            shown, formula = None, ""
            if reference.single:
                try:
                    name = self._cells.sheet(sheet).info.name
                except NotPlainError:
                    continue
                place = (name, reference.column, reference.row)
                shown, formula = self._cells.cell(place), self._cells.formula(place)
            where = place_text(sheet, text) if reference.sheet else text
            yield FormulaInput(where, sheet, text, shown, formula)

    def _tree(self, place: Place) -> Node | NotPlainError:
        found = self._trees.get(place)
        if found is None:
            try:
                found = parse_formula(self._cells.formula(place))
            except NotPlainError as error:
                found = error
            self._trees[place] = found
        return found

    def _settle(self, start: Place) -> None:
        """Compute a cell and all that it depends on, the deepest first.

        Without recursion: a running balance may depend on 100 000 cells one after the other.
        """
        path: list[Place] = []
        on_path: set[Place] = set()
        waiting = [start]
        while waiting:
            place = waiting[-1]
            if place in self._known:
                waiting.pop()
            elif place in on_path:
                waiting.pop()
                path.pop()
                on_path.discard(place)
                self._known[place] = self._deep(place)
            else:
                self._spend(_WORK_OF_FORMULA)
                path.append(place)
                on_path.add(place)
                for other in self._needs(place):
                    if other in on_path:
                        self._circular.update(path[path.index(other) :])
                    elif other not in self._known:
                        waiting.append(other)
        if start in self._circular:
            raise NotPlainError(msg("it refers to itself"))

    def _spend(self, work: int) -> None:
        """Count what one question costs, so that no workbook makes it endless."""
        self._work += work
        if self._work > _MOST_WORK:
            raise NotPlainError(msg("it depends on very many cells"))

    def _needs(self, place: Place) -> Iterator[Place]:
        """Go through the cells with formulas that a formula refers to."""
        tree = self._tree(place)
        if isinstance(tree, NotPlainError):
            return
        for reference in references_in(tree):
            try:
                name = self._cells.sheet(reference.sheet or place[0]).info.name
                left, top, right, bottom = self._cells.bounds(replace(reference, sheet=name))
            except NotPlainError:
                continue
            formulas = self._cells.formulas(name)
            size = (right - left + 1) * (bottom - top + 1)
            self._spend(min(size, len(formulas)))
            if size > len(formulas):
                inside = (p for p in formulas if left <= p[0] <= right and top <= p[1] <= bottom)
            else:
                rows, columns = range(top, bottom + 1), range(left, right + 1)
                inside = ((c, r) for r in rows for c in columns if (c, r) in formulas)
            for column, row in inside:
                yield name, column, row

    def _deep(self, place: Place) -> Known:
        """Return a cell once its inputs are recalculated, and what was taken as shown for it."""
        shown = self._cells.cell(place)
        tree = self._tree(place)
        if isinstance(tree, NotPlainError) or place in self._circular:
            return shown, (place_text(place[0], address(*place[1:])),)
        assumed: dict[str, None] = {}
        for other in self._needs(place):
            assumed.update(dict.fromkeys(self._known.get(other, (shown, ()))[1]))
            if len(assumed) >= _MOST_NAMED:
                break
        try:
            found = evaluate(tree, Recalculated(self._cells, place[0], self._known))
        except NotPlainError:
            return shown, (place_text(place[0], address(*place[1:])),)
        if same_value(shown, found):
            return shown, tuple(assumed)[:_MOST_NAMED]
        return _cell_of(found.value), tuple(assumed)[:_MOST_NAMED]


def _cell_of(value: Scalar) -> Cell:
    if isinstance(value, Decimal):
        return Cell(CellKind.NUMBER, value)
    return Cell(CellKind.TEXT, value) if value else Cell(CellKind.NUMBER, Decimal(0))


def same_value(shown: Cell, found: Evaluation) -> bool | None:
    """Tell whether a cell shows what its formula gives, within what a double can tell.

    None where the cell shows nothing.
    """
    if shown.kind is CellKind.EMPTY:
        return None
    value = Decimal(0) if found.value is None else found.value
    if isinstance(shown.value, bool):
        return value == Decimal(shown.value)
    if isinstance(shown.value, Decimal) and isinstance(value, Decimal):
        largest = max(found.largest, abs(value))
        return abs(shown.value - value) <= _TOLERANCE * largest
    return shown.value == value


def value_text(value: Scalar) -> str:
    """Return a value as it is shown to people, with the 15 digits that a workbook keeps."""
    if isinstance(value, Decimal):
        return figure(_plain(_SHOWN_DIGITS.plus(value)))
    return value or ""


def shown_value(cell: Cell) -> str:
    """Return what a cell shows, numbers as they are shown to people."""
    return value_text(cell.value) if isinstance(cell.value, Decimal) else cell.text


def _plain(value: Decimal) -> Decimal:
    normal = value.normalize(_SHOWN_DIGITS)
    exponent = normal.as_tuple().exponent
    return normal.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else normal
