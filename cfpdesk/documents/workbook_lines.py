"""The sheet of lines: client's figures with their cells, verified ones, and formulas over both."""

from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.documents.live_book import Live, LiveBook, LiveSheet, Tone
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.inventory import BUCKET_WORD, STAGE_WORD
from cfpdesk.model.inventory_pictures import NO_STAGE
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.quantity import unit_text
from cfpdesk.model.units import kg_of_texts

_HEAD = 4
FIRST = _HEAD + 1
_ONE = Decimal(1)
_KG = "#,##0.00"
YES, NO = "✓", "×"
# A formula and the program agree where they differ by no more than this share.
TOLERANCE = "1E-9"


_COLUMNS: tuple[tuple[str, Message | str, float], ...] = (
    ("A", msg("No."), 7), ("B", msg("Source or sink"), 26), ("C", msg("Life cycle stage"), 17),
    ("D", msg("Activity data"), 14), ("E", msg("Unit"), 9), ("F", msg("Cell"), 11),
    ("G", msg("Verified activity data"), 14), ("H", msg("Unit"), 9),
    ("I", msg("Factor"), 12), ("J", msg("Unit"), 13), ("K", msg("Cell"), 11),
    ("L", msg("Verified factor"), 12), ("M", msg("Unit"), 13),
    ("N", "GWP", 8), ("O", msg("Cell"), 11), ("P", msg("Verified GWP"), 10), ("Q", msg("Gas"), 9),
    ("R", msg("Conversion of the client's units"), 11),
    ("S", msg("Conversion of the units used"), 11),
    ("T", msg("Share of this product %"), 10), ("U", msg("Counts"), 7),
    ("V", msg("Emissions the client states, kg"), 16), ("W", msg("Cell"), 11),
    ("X", msg("Product of the client's figures, kg"), 16), ("Y", msg("Claimed kg"), 16),
    ("Z", msg("Recalculated kg"), 16), ("AA", msg("Difference kg"), 14), ("AB", msg("Share %"), 9),
    ("AC", msg("Reported as"), 28), ("AD", msg("Aircraft"), 8), ("AE", msg("Cut off"), 8),
    ("AF", msg("The program's recalculated kg"), 16), ("AG", msg("Agrees"), 8),
    ("AH", msg("Why not recalculated"), 30), ("AI", msg("Weight, absolute kg"), 16),
)  # fmt: skip
# Whose figures stand below: from column, to column.
_GROUPS: tuple[tuple[str, str, Message], ...] = (
    ("A", "C", msg("Line")), ("D", "F", msg("Activity data")), ("G", "H", msg("Verified value")),
    ("I", "K", msg("Factor")), ("L", "M", msg("Verified value")), ("N", "O", msg("GWP")),
    ("P", "Q", msg("Verified value")), ("R", "U", msg("Settings of the line")),
    ("V", "W", msg("Client's result")), ("X", "AB", msg("Formulas")),
    ("AC", "AE", msg("Reported apart")), ("AF", "AH", msg("Recomputation")),
    ("AI", "AI", msg("Data quality")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinesSheet:
    """The filled sheet: where its lines stand, for formulas on other sheets."""

    sheet: LiveSheet
    last: int

    def range(self, column: str) -> str:
        """Return the cells of a column as formulas on other sheets name them."""
        return f"{self.sheet.name}!${column}${FIRST}:${column}${self.last}"


def lines_sheet(book: LiveBook, state: InventoryState) -> LinesSheet:
    """Fill the sheet of lines."""
    made = book.sheet(msg("Inventory lines"), across=2)
    made.widths(*(width for _letter, _head, width in _COLUMNS))
    made.put("A1", msg("Inventory lines"), "title")
    made.sheet.merge_cells("A1:H1")
    made.put(
        "A2", msg("Blue: the client's. Green: verified by the auditors. Black: formulas."), "quiet"
    )
    made.sheet.merge_cells("A2:P2")
    for begin, end, title in _GROUPS:
        made.put(f"{begin}{_HEAD - 1}", title, "head", align="center")
        made.frame(f"{begin}{_HEAD - 1}:{end}{_HEAD - 1}")
        made.sheet.merge_cells(f"{begin}{_HEAD - 1}:{end}{_HEAD - 1}")
    for letter, head, _width in _COLUMNS:
        made.put(f"{letter}{_HEAD}", head, "head", align="center")
    last = _HEAD + len(state.lines)
    for at, view in enumerate(state.lines, FIRST):
        _line(made, at, view, last)
    _sums(made, last, state)
    made.frame(f"A{_HEAD}:AI{last + 1}")
    made.sheet.freeze_panes = f"C{FIRST}"
    made.sheet.auto_filter.ref = f"A{_HEAD}:AI{last}"
    made.sheet.print_title_rows = f"{_HEAD - 1}:{_HEAD}"
    made.sheet.print_title_cols = "A:B"
    return LinesSheet(made, last)


def _line(made: LiveSheet, at: int, view: LineView, last: int) -> None:
    result, line, review = view.result, view.result.line, view.result.review
    stage: Text = STAGE_WORD[result.stage] if result.stage else NO_STAGE

    def put(column: str, content: Text | Decimal | int | Live | None, tone: Tone = "") -> None:
        shape = (
            _KG if column in ("X", "Y", "Z", "AA", "AF", "AI") else "0.00" if column == "AB" else ""
        )
        made.put(f"{column}{at}", content, tone, shape or "#,##0.##########")

    put("A", line.code, "client")
    put("B", line.name, "client")
    put("C", stage)
    for column, cell, claimed in (("D", "F", line.activity), ("I", "K", line.factor)):
        put(column, claimed.value, "client")
        put(cell, claimed.cell, "quiet")
    put("E", unit_text(line.activity_unit), "client")
    put("J", unit_text(line.factor_unit), "client")
    put("G", review.activity, "own")
    put("H", unit_text(review.activity_unit), "own")
    put("L", review.factor_value, "own")
    put("M", unit_text(review.factor_unit), "own")
    put("N", line.gwp.value, "client")
    put("O", line.gwp.cell, "quiet")
    put("P", result.gwp.value if result.gwp.verified else None, "own")
    put("Q", review.gas or line.gas)
    put("R", kg_of_texts(_ONE, line.activity_unit, _ONE, line.factor_unit))
    put("S", kg_of_texts(_ONE, result.activity.unit, _ONE, result.factor.unit))
    put("T", review.allocated_pct, "own")
    put("U", int(result.counts))
    put("V", line.emissions.value, "client")
    put("W", line.emissions.cell, "quiet")
    if result.own_product_kg is not None:
        put("X", Live(f"D{at}*I{at}*N{at}*R{at}", result.own_product_kg))
    if result.claimed_kg is not None:
        put("Y", Live(f'IF(V{at}="",X{at},V{at})', result.claimed_kg))
    put("AC", BUCKET_WORD[review.bucket])
    put("AD", int(review.aircraft))
    put("AE", int(review.excluded))
    if result.verified_kg is None:
        put("AH", result.problem)
        return
    put("Z", Live(_product(at), result.verified_kg))
    if result.difference_kg is not None:
        put("AA", Live(f"Y{at}-Z{at}", result.difference_kg))
    share = result.share_pct or Decimal(0)
    put("AB", Live(f"IF(Z{last + 1}=0,0,U{at}*Z{at}/Z{last + 1}*100)", share))
    put("AF", result.verified_kg)
    weight = abs(result.verified_kg) if result.counts else Decimal(0)
    put("AI", Live(f"U{at}*ABS(Z{at})", weight))
    made.put(
        f"AG{at}",
        Live(f'IF(ABS(Z{at}-AF{at})<=ABS(AF{at})*{TOLERANCE},"{YES}","{NO}")', YES),
        align="center",
    )


def _product(at: int) -> str:
    """Return activity × factor × GWP with verified values in place of the client's."""
    return (
        f'IF(G{at}="",D{at},G{at})*IF(L{at}="",I{at},L{at})*IF(P{at}="",N{at},P{at})'
        f'*S{at}*IF(T{at}="",1,T{at}/100)'
    )


def _sums(made: LiveSheet, last: int, state: InventoryState) -> None:
    at = last + 1
    totals = state.totals
    for column in (letter for letter, _head, _width in _COLUMNS):
        made.put(f"{column}{at}", None, strong=True)
    made.put(f"B{at}", msg("Total of what counts"), strong=True)
    for column, value in (("Y", totals.claimed_kg), ("Z", totals.verified_kg)):
        formula = f"SUMPRODUCT(U{FIRST}:U{last},{column}{FIRST}:{column}{last})"
        made.put(f"{column}{at}", Live(formula, value), shape=_KG, strong=True)
    made.put(f"AA{at}", Live(f"Y{at}-Z{at}", totals.difference_kg), shape=_KG, strong=True)
