"""The inventory as a workbook that calculates: a reviewer can recompute every figure of it.

Only a workbook; on screen its pages show what stands in it. Client's figures keep their cells,
verified ones stand beside them, everything else is a formula, and the first sheet sets what the
formulas give against what the program computed.
"""

from collections.abc import Iterator
from functools import partial

from cfpdesk.documents.assembly import assembled
from cfpdesk.documents.document import (
    Block,
    Column,
    Document,
    DocumentLanguage,
    Heading,
    Options,
    OwnFile,
    Paragraph,
    Table,
)
from cfpdesk.documents.engagement_facts import agreed_facts
from cfpdesk.documents.recalculation_judged import judged_blocks
from cfpdesk.documents.recalculation_lines import lines_table
from cfpdesk.documents.row import row
from cfpdesk.i18n import Message, msg
from cfpdesk.model.inventory_view import InventoryState

TITLE = msg("Inventory Workbook")
CODE = "inventory_workbook"
SUFFIX = "IW"
_SHEETS = (
    (msg("Recomputation"), msg("Every sum by formula and by the program, and whether they agree")),
    (
        msg("Inventory lines"),
        msg(
            "Client's figures with their cells, verified figures, activity × factor × GWP by "
            "formula"
        ),
    ),
    (
        msg("Result by stage"),
        msg("Sums of each stage, value per declared unit, difference, materiality"),
    ),
    (
        msg("Judgements"),
        msg("Sources, ratings, tracing, doubts, reasons and notes at each line"),
    ),
    (
        msg("Reported apart"),
        msg("Fossil, biogenic, uptake, land use change, aircraft, cut-off; data quality"),
    ),
    (msg("Emission factors"), msg("Every factor with its source, client's and verified")),
)


def build(state: InventoryState, options: Options) -> Document:
    """Return the workbook: what it holds as pages to look at, and the file itself."""
    blocks = tuple(_blocks(state))
    also = tuple(judged_blocks(state, options)) if state.lines else ()
    made = partial(
        assembled,
        state.engagement,
        options=options,
        code=CODE,
        title=TITLE,
        suffix=SUFFIX,
        clause="RULE:6.2",
    )
    # The fingerprint is of all that stands in the workbook, the pages show a part of it.
    whole = made(blocks=(*blocks, *also))
    plain = made(blocks=blocks, state=whole.state)
    return made(
        blocks=blocks, state=whole.state, files=(OwnFile("xlsx", partial(_workbook, plain, state)),)
    )


def summary(state: InventoryState) -> Message:
    """Return how many lines it holds, as it stands in the list of documents."""
    return msg("{n} {n:line|lines}", n=len(state.lines))


def _workbook(document: Document, state: InventoryState, language: DocumentLanguage) -> bytes:
    from cfpdesk.documents.workbook_check import workbook

    return workbook(document, state, language)


def _blocks(state: InventoryState) -> Iterator[Block]:
    yield agreed_facts(state.engagement)
    if not state.lines:
        yield Paragraph(
            msg("There is no line yet: import the client's inventory, or read it on this computer.")
        )
        return
    yield Paragraph(
        msg(
            "This document is a workbook. Its figures are formulas over the client's figures and "
            "the verified ones, so that they can be recomputed; every client's figure names the "
            "cell it came from. The first sheet tells whether the formulas give what the program "
            "computed."
        )
    )
    yield Heading(msg("Sheets"), "1")
    columns = (Column(msg("Sheet"), 50, strong=True), Column(msg("What it holds"), 124))
    yield Table(msg("Sheets"), columns, tuple(row(name, holds) for name, holds in _SHEETS))
    yield Heading(msg("Lines by stage"), "2")
    yield lines_table(state)
