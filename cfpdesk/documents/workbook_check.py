"""The workbook put together, with the first sheet that sets formulas against the program."""

from decimal import Decimal

from cfpdesk.documents.document import Document, DocumentLanguage, in_line
from cfpdesk.documents.live_book import GENERAL, Live, LiveBook, LiveSheet
from cfpdesk.documents.workbook_lines import NO, TOLERANCE, YES, LinesSheet, lines_sheet
from cfpdesk.documents.workbook_lists import factor_sheet, judged_sheet
from cfpdesk.documents.workbook_sums import Checked, apart_sheet, result_sheet
from cfpdesk.i18n import msg
from cfpdesk.model.engagement import claim_text, period_text
from cfpdesk.model.inventory_view import InventoryState

_HEAD = 14
CHECK_CELL = "B12"
ALL_AGREE = msg("✓ The formulas give the program's figures")
SOMETHING_DIFFERS = msg("× A formula differs from the program")


def workbook(document: Document, state: InventoryState, language: DocumentLanguage) -> bytes:
    """Return the workbook as bytes; equal documents give equal ones."""
    book = LiveBook(document, language)
    check = book.sheet(msg("Recomputation"))
    if not state.lines:
        _facts(check, document, state)
        check.put(
            CHECK_CELL,
            msg(
                "There is no line yet: import the client's inventory, or read it on this computer."
            ),
        )
        return book.data()
    lines = lines_sheet(book, state)
    results = result_sheet(book, state, lines)
    # The sheet of judgements comes last, but what is reported apart counts its scores.
    judged = judged_sheet(book, state, document.options)
    apart = apart_sheet(book, state, lines, judged)
    factor_sheet(book, state)
    _facts(check, document, state)
    _checks(check, (*results, *apart), lines, language)
    return book.data()


def _facts(made: LiveSheet, document: Document, state: InventoryState) -> None:
    engagement = state.engagement
    made.widths(46, 26, 26, 16, 10)
    made.put("A1", document.title, "title")
    rows = (
        (msg("Number"), document.number),
        (msg("Client"), engagement.client),
        (msg("Product"), engagement.product),
        (msg("Declared unit"), engagement.declared_unit),
        (msg("Data period"), period_text(engagement)),
        (msg("Claimed value"), claim_text(engagement)),
        (msg("GWP values"), state.settings.gwp_set),
        (msg("Client's file"), _files(state)),
    )
    for at, (name, value) in enumerate(rows, 3):
        made.put(f"A{at}", name, "quiet")
        made.put(f"B{at}", value)
        made.sheet.merge_cells(f"B{at}:E{at}")


def _files(state: InventoryState) -> str:
    files = [table.dataset.file for table in state.tables]
    return "; ".join(f"{file.name} (SHA-256 {file.sha256})" for file in files if file)


def _checks(
    made: LiveSheet, checked: tuple[Checked, ...], lines: LinesSheet, language: DocumentLanguage
) -> None:
    made.put("A12", msg("Recomputation"), strong=True)
    first, last = _HEAD + 1, _HEAD + 1 + len(checked)
    good, bad = in_line(ALL_AGREE, language), in_line(SOMETHING_DIFFERS, language)
    formula = f'IF(SUMPRODUCT((E{first}:E{last}="{NO}")*1)=0,"{good}","{bad}")'
    made.put(CHECK_CELL, Live(formula, good), strong=True, align="left")
    made.sheet.merge_cells(f"{CHECK_CELL}:E12")
    heads = (
        msg("Figure"),
        msg("By formula"),
        msg("By the program"),
        msg("Difference"),
        msg("Agrees"),
    )
    for letter, head in zip("ABCDE", heads, strict=True):
        made.put(f"{letter}{_HEAD}", head, "head", align="left" if letter == "A" else "right")
    differing = f'SUMPRODUCT(({lines.range("AG")}="{NO}")*1)'
    _check(made, first, Checked(msg("Lines whose formula differs"), differing, Decimal(0)))
    for at, one in enumerate(checked, first + 1):
        _check(made, at, one)
    made.frame(f"A{_HEAD}:E{last}")
    made.sheet.freeze_panes = f"A{first}"


def _check(made: LiveSheet, at: int, one: Checked) -> None:
    made.put(f"A{at}", one.name)
    made.put(f"B{at}", Live(one.place, one.value), shape="#,##0.0000")
    made.put(f"C{at}", one.value, shape="#,##0.0000")
    made.put(f"D{at}", Live(f"B{at}-C{at}", Decimal(0)), shape=GENERAL)
    formula = f'IF(ABS(B{at}-C{at})<=MAX(ABS(C{at})*{TOLERANCE},{TOLERANCE}),"{YES}","{NO}")'
    made.put(f"E{at}", Live(formula, YES), align="center")
