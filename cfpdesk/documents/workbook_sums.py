"""Sums over the lines as formulas: result by stage, what is reported apart, data quality."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.documents.live_book import GENERAL, Live, LiveBook, LiveSheet, Value
from cfpdesk.documents.row import joined
from cfpdesk.documents.workbook_lines import LinesSheet
from cfpdesk.documents.workbook_lists import JudgedSheet
from cfpdesk.i18n import Text, msg
from cfpdesk.model.claim_basis import basis_word
from cfpdesk.model.data_quality import ASPECT_WORD
from cfpdesk.model.inventory import BUCKET_WORD, STAGE_WORD, Bucket
from cfpdesk.model.inventory_pictures import NO_STAGE, unit_scale
from cfpdesk.model.inventory_view import InventoryState
from cfpdesk.model.quantity import unit_text

_KG = "#,##0.00"
_SHARE = "0.00"


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure whose formula is set against what the program computed."""

    name: Text
    place: str
    value: Decimal


def _put_head(made: LiveSheet, at: int, heads: Sequence[Text]) -> None:
    for letter, head in zip("ABCDEFG", heads, strict=False):
        made.put(f"{letter}{at}", head, "head", align="left" if letter == "A" else "right")


# Result by stage ------------------------------------------------------------------------------


def result_sheet(book: LiveBook, state: InventoryState, lines: LinesSheet) -> tuple[Checked, ...]:
    """Fill the sheet of results; returns what is to be checked on it."""
    made = book.sheet(msg("Result by stage"))
    made.widths(44, 20, 20, 18, 12, 10)
    made.put("A1", msg("Result by stage"), "title")
    heads = (msg("Life cycle stage"), msg("Claimed kg"), msg("Recalculated kg"),
             msg("Difference kg"), msg("Share %"), msg("Lines"))  # fmt: skip
    _put_head(made, 3, heads)
    checks = list(_stages(made, state, lines))
    total = 4 + len(state.totals.stages)
    made.frame(f"A3:F{total}")
    checks += _unit(made, state, lines, total)
    return tuple(checks)


def _stages(made: LiveSheet, state: InventoryState, lines: LinesSheet) -> Iterator[Checked]:
    totals = state.totals
    total = 4 + len(totals.stages)
    counts, stages = lines.range("U"), lines.range("C")
    for at, stage in enumerate(totals.stages, 4):
        name = STAGE_WORD[stage.stage] if stage.stage else NO_STAGE
        made.put(f"A{at}", name)
        for letter, column, value in (
            ("B", "Y", stage.claimed_kg),
            ("C", "Z", stage.verified_kg),
        ):
            formula = f"SUMPRODUCT(({stages}=A{at})*{counts}*{lines.range(column)})"
            made.put(f"{letter}{at}", Live(formula, value), shape=_KG)
            yield Checked(joined((name, heads_word(letter))), f"{made.name}!{letter}{at}", value)
        made.put(f"D{at}", Live(f"B{at}-C{at}", stage.claimed_kg - stage.verified_kg), shape=_KG)
        share = stage.share_pct or Decimal(0)
        formula = f"IF(C{total}=0,0,C{at}/C{total}*100)"
        made.put(f"E{at}", Live(formula, share), shape=_SHARE)
        formula = f"SUMPRODUCT(({stages}=A{at})*{counts})"
        made.put(f"F{at}", Live(formula, Decimal(stage.lines)), shape="0")
    made.put(f"A{total}", msg("Total"), strong=True)
    for letter, value in (
        ("B", totals.claimed_kg),
        ("C", totals.verified_kg),
        ("D", totals.difference_kg),
    ):
        formula = f"SUM({letter}4:{letter}{total - 1})" if total > 4 else "0"
        made.put(f"{letter}{total}", Live(formula, value), shape=_KG, strong=True)
        yield Checked(
            joined((msg("Total"), heads_word(letter))), f"{made.name}!{letter}{total}", value
        )
    made.put(f"E{total}", None, strong=True)
    made.put(f"F{total}", None, strong=True)


def heads_word(letter: str) -> Text:
    """Return what a column of the results holds."""
    words = {"B": msg("Claimed kg"), "C": msg("Recalculated kg"), "D": msg("Difference kg")}
    return words[letter]


@dataclass(frozen=True, slots=True)
class _Figure:
    name: Text
    content: Decimal | Live | None
    shape: str = GENERAL
    given: bool = False


def _unit(
    made: LiveSheet, state: InventoryState, lines: LinesSheet, total: int
) -> Iterator[Checked]:
    """Write what makes a value per declared unit of the sums, and materiality."""
    engagement = state.engagement
    output, claimed = engagement.output_quantity, state.claimed_unit
    if not output or state.verified_unit is None:
        return
    unit = unit_text(engagement.claimed_unit)
    first = total + 3
    made.put(f"A{first - 1}", joined((msg("Per declared unit"), unit)), "head")
    at = {name: first + n for n, name in enumerate(
        ("output", "declared", "verified", "claimed", "difference", "pct", "claim", "share",
         "materiality", "threshold")
    )}  # fmt: skip
    whole = state.claim.declared_kg
    declared = claimed * output / whole if claimed and whole else Decimal(1)
    rows: list[_Figure] = [
        _Figure(joined((msg("Output"), unit_text(engagement.output_unit))), output, given=True),
        _Figure(msg("Amount of the declared unit"), declared, given=True),
        _Figure(
            msg("Recalculated"),
            Live(f"C{total}/B{at['output']}*B{at['declared']}", state.verified_unit),
            "#,##0.0000",
        ),
    ]
    yield Checked(
        msg("Recalculated per declared unit"), f"{made.name}!B{at['verified']}", state.verified_unit
    )
    if claimed:
        rows += _against_claim(state, lines, at, claimed, total)
        if state.difference_pct is not None and state.claim_kg is not None:
            yield Checked(
                msg("Difference, % of claim"), f"{made.name}!B{at['share']}", state.difference_pct
            )
    for n, figure in enumerate(rows):
        made.put(f"A{first + n}", figure.name)
        made.put(f"B{first + n}", figure.content, "client" if figure.given else "", figure.shape)
    made.frame(f"A{first}:B{first + len(rows) - 1}")


def _claim_formula(state: InventoryState, lines: LinesSheet, at: dict[str, int], total: int) -> str:
    """Return how the claim over the period comes about; lines that were cut off are claimed too."""
    if not state.claim.by_lines:
        return f"B{at['claimed']}*B{at['output']}/B{at['declared']}"
    if state.claim.kg == state.totals.claimed_kg:
        return f"B{total}"
    counts, cut_off, claimed = lines.range("U"), lines.range("AE"), lines.range("Y")
    return f"SUMPRODUCT((({counts}+{cut_off})>0)*{claimed})"


def _against_claim(
    state: InventoryState, lines: LinesSheet, at: dict[str, int], claimed: Decimal, total: int
) -> Iterator[_Figure]:
    """Yield the difference from the declared value, and where it lies against materiality."""
    verified = state.verified_unit or Decimal(0)
    each = claimed - verified
    yield _Figure(msg("Claimed value"), claimed, given=True)
    yield _Figure(
        msg("Difference"), Live(f"B{at['claimed']}-B{at['verified']}", each), "#,##0.0000"
    )
    yield _Figure(
        msg("Difference, % of the declared value"),
        Live(f"B{at['difference']}/ABS(B{at['claimed']})*100", each / abs(claimed) * 100),
        _SHARE,
    )
    claim = state.claim_kg
    if claim is None:
        return
    name = joined((msg("Claim over the period"), basis_word(state.claim)))
    yield _Figure(name, Live(_claim_formula(state, lines, at, total), claim), _KG)
    if state.difference_pct is not None:
        formula = f"D{total}/B{at['claim']}*100"
        yield _Figure(
            msg("Difference of the sums, % of claim"), Live(formula, state.difference_pct), _SHARE
        )
    pct = state.engagement.materiality_pct
    if pct is not None and state.threshold_kg is not None:
        yield _Figure(msg("Materiality threshold %"), pct, given=True)
        formula = f"ABS(B{at['claim']})*B{at['materiality']}/100"
        yield _Figure(msg("Materiality over the period"), Live(formula, state.threshold_kg), _KG)


# Reported apart -------------------------------------------------------------------------------


def apart_sheet(
    book: LiveBook, state: InventoryState, lines: LinesSheet, judged: JudgedSheet
) -> tuple[Checked, ...]:
    """Fill the sheet of what is reported apart, with data quality; returns what is checked."""
    made = book.sheet(msg("Reported apart"))
    made.widths(52, 22, 22, 14)
    made.put("A1", msg("Reported apart"), "title")
    unit = unit_text(state.engagement.claimed_unit)
    _put_head(made, 3, (msg("Kind"), msg("kgCO₂e of the period"), unit, msg("% of the total")))
    checks: list[Checked] = []
    scale, whole = unit_scale(state), state.totals.verified_kg
    rows = tuple(_apart(state, lines))
    for at, (name, formula, value) in enumerate(rows, 4):
        made.put(f"A{at}", name)
        made.put(f"B{at}", Live(formula.replace("A#", f"A{at}"), value), shape=_KG)
        if scale is not None:
            each = Live(f"B{at}*{scale.normalize():f}", value * scale)
            made.put(f"C{at}", each, shape="#,##0.0000")
        if whole:
            total = f"{lines.sheet.name}!Z{lines.last + 1}"
            made.put(f"D{at}", Live(f"B{at}/{total}*100", value / whole * 100), shape=_SHARE)
        checks.append(Checked(name, f"{made.name}!B{at}", value))
    made.frame(f"A3:D{3 + len(rows)}")
    checks += _quality(made, 3 + len(rows) + 3, state, lines, judged)
    return tuple(checks)


def _apart(state: InventoryState, lines: LinesSheet) -> Iterator[tuple[Text, str, Decimal]]:
    """Yield name, formula and value of what is reported apart."""
    totals, kg, claimed = state.totals, lines.range("Z"), lines.range("Y")
    counts, cut = lines.range("U"), lines.range("AE")
    for bucket in Bucket:
        value = totals.by_bucket.get(bucket, Decimal(0))
        yield BUCKET_WORD[bucket], f"SUMPRODUCT(({lines.range('AC')}=A#)*({cut}=0)*{kg})", value
    aircraft = f"SUMPRODUCT({counts}*{lines.range('AD')}*{kg})"
    yield msg("of it from aircraft"), aircraft, totals.aircraft_kg
    yield msg("of it removals"), f"SUMPRODUCT(({counts}=1)*({kg}<0)*{kg})", totals.removals_kg
    cut_off = f"SUMPRODUCT(({cut}=1)*{claimed})"
    yield msg("Beside the total, cut off (claimed)"), cut_off, totals.excluded_kg


def _quality(
    made: LiveSheet, first: int, state: InventoryState, lines: LinesSheet, judged: JudgedSheet
) -> Iterator[Checked]:
    weight = lines.range("AI")
    rows: list[tuple[Text, str, Value]] = []
    if state.totals.primary_pct is not None:
        formula = f"SUMPRODUCT({weight}*{judged.range('primary')})/SUMPRODUCT({weight})*100"
        rows.append((msg("Share of primary data %"), formula, state.totals.primary_pct))
    for rating in state.ratings:
        if rating.value is not None:
            scores = judged.range(rating.aspect)
            formula = f"SUMPRODUCT({weight}*{scores})/SUMPRODUCT({weight}*({scores}>0))"
            rows.append((ASPECT_WORD[rating.aspect], formula, rating.value))
    if not rows:
        return
    made.put(f"A{first - 1}", msg("Data quality, weighted by emissions; 1 is best"), "head")
    for at, (name, formula, value) in enumerate(rows, first):
        made.put(f"A{at}", name)
        made.put(f"B{at}", Live(formula, value), shape="0.0000")
        if isinstance(value, Decimal):
            yield Checked(name, f"{made.name}!B{at}", value)
    made.frame(f"A{first}:B{first + len(rows) - 1}")
