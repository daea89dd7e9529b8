"""The sheets of judgements and of factors: words and scores beside the lines, row by row."""

from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.documents.document import Options
from cfpdesk.documents.live_book import LiveBook, LiveSheet, Tone
from cfpdesk.documents.recalculation_lines import named
from cfpdesk.documents.row import joined
from cfpdesk.documents.workbook_lines import FIRST
from cfpdesk.i18n import Message, Text, msg
from cfpdesk.model.data_quality import ASPECT_WORD, ASPECTS
from cfpdesk.model.factor import FACTOR_BOUNDARY_WORD, Factor
from cfpdesk.model.inventory import ORIGIN_WORD, TRACE_WORD, Origin, TraceStep
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.quantity import unit_text

_HEAD = FIRST - 1
_SCORES = dict(zip(ASPECTS, "GHIJK", strict=True))
_PRIMARY = "F"
_WORDS: tuple[tuple[str, Message | str, float], ...] = (
    ("A", msg("Source or sink"), 30), ("B", msg("Source of the verified value"), 30),
    ("C", msg("Place in the report"), 18), ("D", msg("Activity data"), 15),
    ("E", msg("Factor"), 16), ("F", msg("Primary"), 9),
    ("G", ASPECT_WORD["time"], 12), ("H", ASPECT_WORD["geography"], 12),
    ("I", ASPECT_WORD["technology"], 12), ("J", ASPECT_WORD["completeness"], 12),
    ("K", ASPECT_WORD["reliability"], 12),
    ("L", msg("Uncertainty of activity ±%"), 14), ("M", msg("Uncertainty of factor ±%"), 14),
    ("N", msg("Traced"), 24), ("O", msg("Evidence"), 18), ("P", msg("Finding"), 12),
    ("Q", msg("Doubts that stand"), 34), ("R", msg("Doubts accepted"), 34),
    ("S", msg("Reason"), 30), ("T", msg("Reason for the rank"), 24),
    ("U", msg("Reason for another region"), 24), ("V", msg("Reason for the cut-off"), 24),
    ("W", msg("Note"), 30),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """The filled sheet: each line in the row it has on the sheet of lines."""

    sheet: LiveSheet
    last: int

    def range(self, what: str) -> str:
        """Return the cells of an aspect's scores, or of `primary`."""
        column = _PRIMARY if what == "primary" else _SCORES[what]
        return f"{self.sheet.name}!${column}${FIRST}:${column}${self.last}"


def judged_sheet(book: LiveBook, state: InventoryState, options: Options) -> JudgedSheet:
    """Fill the sheet of judgements."""
    made = book.sheet(msg("Judgements"), across=2)
    made.widths(*(width for _letter, _head, width in _WORDS))
    made.put("A1", msg("Judgements"), "title")
    for letter, head, _width in _WORDS:
        made.put(f"{letter}{_HEAD}", head, "head", align="center")
    for at, view in enumerate(state.lines, FIRST):
        _judged(made, at, view, options)
    last = _HEAD + len(state.lines)
    made.frame(f"A{_HEAD}:W{last}")
    made.sheet.freeze_panes = f"B{FIRST}"
    made.sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    made.sheet.print_title_cols = "A:A"
    return JudgedSheet(made, last)


def _judged(made: LiveSheet, at: int, view: LineView, options: Options) -> None:
    review = view.result.review
    primary = review.activity_origin is review.factor_origin is Origin.PRIMARY
    traced = [TRACE_WORD[step] for step in TraceStep if step.value in review.traced]
    contents: dict[str, Text | Decimal | int | None] = {
        "A": named(view),
        "B": review.source,
        "C": review.report_ref,
        "D": ORIGIN_WORD[review.activity_origin] if review.activity_origin else "",
        "E": ORIGIN_WORD[review.factor_origin] if review.factor_origin else "",
        "F": int(primary),
        **{_SCORES[aspect]: getattr(review, aspect) or None for aspect in ASPECTS},
        "L": review.activity_pct,
        "M": review.factor_pct,
        "N": joined(traced) if traced else "",
        "O": " ".join(view.evidence),
        "P": view.finding.number if view.finding else "",
        "Q": joined([flag.sentence for flag in view.doubts], "; ") if view.doubts else "",
        "R": joined([flag.sentence for flag in view.accepted], "; ") if view.accepted else "",
        "S": review.reason,
        "T": review.rank_reason,
        "U": review.geography_reason,
        "V": review.excluded_reason,
        "W": "" if options.for_client else review.note,
    }
    for column, content in contents.items():
        made.put(f"{column}{at}", content, "client" if column == "A" else "")


# Factors --------------------------------------------------------------------------------------

_FACTORS: tuple[tuple[str, Message | str, float], ...] = (
    ("A", msg("Source or sink"), 30), ("B", msg("Rank"), 7), ("C", msg("Factor"), 14),
    ("D", msg("Unit"), 14), ("E", msg("Cell"), 11), ("F", msg("Source the client states"), 36),
    ("G", msg("Verified factor"), 14), ("H", msg("Unit"), 14), ("I", msg("Source"), 36),
)  # fmt: skip
_LIBRARY: tuple[Message | str, ...] = (
    msg("Factor of the engagement"), msg("Rank"), msg("Value"), msg("Unit"), msg("Year"),
    msg("Source"), msg("Version"), msg("GWP set"), msg("Region, boundary, library"),
)  # fmt: skip


def factor_sheet(book: LiveBook, state: InventoryState) -> None:
    """Fill the sheet of factors: those of the lines, then those the engagement keeps."""
    made = book.sheet(msg("Emission factors"), across=1)
    made.widths(*(width for _letter, _head, width in _FACTORS))
    made.put("A1", msg("Emission factors"), "title")
    for letter, head, _width in _FACTORS:
        made.put(f"{letter}3", head, "head", align="center")
    for at, view in enumerate(state.lines, 4):
        _line_factor(made, at, view)
    last = 3 + len(state.lines)
    made.frame(f"A3:I{last}")
    made.sheet.freeze_panes = "B4"
    if not state.factors:
        return
    top = last + 3
    for letter, title in zip("ABCDEFGHI", _LIBRARY, strict=True):
        made.put(f"{letter}{top}", title, "head", align="center")
    for at, factor in enumerate(state.factors, top + 1):
        _kept_factor(made, at, factor)
    made.frame(f"A{top}:I{top + len(state.factors)}")


def _line_factor(made: LiveSheet, at: int, view: LineView) -> None:
    line, review = view.result.line, view.result.review
    own: Tone = "own"
    made.put(f"A{at}", named(view), "client")
    made.put(f"B{at}", review.rank or line.rank, own if review.rank else "client", align="center")
    made.put(f"C{at}", line.factor.value, "client")
    made.put(f"D{at}", unit_text(line.factor_unit), "client")
    made.put(f"E{at}", line.factor.cell, "quiet")
    made.put(f"F{at}", line.factor_source, "client")
    if view.result.factor.verified:
        made.put(f"G{at}", view.result.factor.value, own)
        made.put(f"H{at}", unit_text(view.result.factor.unit), own)
    made.put(f"I{at}", review.source, own)


def _kept_factor(made: LiveSheet, at: int, factor: Factor) -> None:
    more = (factor.region, FACTOR_BOUNDARY_WORD[factor.boundary], factor.library,
            factor.library_id, factor.note)  # fmt: skip
    contents: tuple[Text | Decimal | int | None, ...] = (
        factor.name, factor.rank.value if factor.rank else "", factor.value, factor.unit,
        factor.year, factor.source, factor.version, factor.gwp_set, joined(more),
    )  # fmt: skip
    for letter, content in zip("ABCDEFGHI", contents, strict=True):
        made.put(f"{letter}{at}", content, shape="0" if letter == "E" else "#,##0.##########")
