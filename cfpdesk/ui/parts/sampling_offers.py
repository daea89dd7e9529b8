"""What the sampling page offers, with the keys of the design."""

from collections.abc import Callable, Iterator

from cfpdesk.documents import misstatement_sheet, sampling_sheet
from cfpdesk.i18n import _
from cfpdesk.model.population import SEEDED
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.ui.page import PageAction
from cfpdesk.ui.parts.sample_rows import SampleRow
from cfpdesk.ui.parts.sample_table import SampleTable
from cfpdesk.ui.parts.sampling_actions import SamplingActions

Run = Callable[[], object]


def printing(one: PopulationState | None, go: Callable[[str], object]) -> PageAction:
    """Return the button that shows the paper: the sampling sheet, or the ledger."""
    words = _("Print ledger") if one is None else _("Print sheet")
    code = misstatement_sheet.SHEET.code if one is None else sampling_sheet.SHEET.code
    return PageAction("print", words, lambda: go(code), icon="printer", shortcut="Ctrl+P")


def extending(one: PopulationState | None, run: Run, *, read_only: bool) -> Iterator[PageAction]:
    """Yield the button that extends a drawn sample."""
    if one is None or not one.population.drawn_size or one.population.method not in SEEDED:
        return
    left = one.facts.drawn < one.facts.items
    yield PageAction(
        "extend",
        _("Extend sample …"),
        run,
        icon="plus",
        enabled=left and not read_only,
        why=_("Every item is in the sample already"),
    )


def about_item(
    act: SamplingActions, table: SampleTable, item: SampleRow | None
) -> Iterator[PageAction]:
    """Yield what can be done with the current item."""
    offers = (
        ("verified", _("Write the value on the voucher"), table.write, "F2"),
        ("missing", _("No voucher found …"), table.ask_missing, "Ctrl+Backspace"),
        ("evidence", _("Add evidence"), act.add_evidence, "Ctrl+E"),
        ("link", _("Link evidence"), act.link, "Ctrl+L"),
        ("finding", _("Finding from this item"), act.finding_of_item, "Ctrl+N"),
        ("note", _("Write a note"), act.note, ""),
    )
    why = _("Choose an item first")
    for name, text, run, key in offers:
        yield PageAction(
            name, text, run, shortcut=key, in_title=False, enabled=item is not None, why=why
        )


def about_population(
    one: PopulationState | None, next_open: Callable[[int], None], remove: Run, *, read_only: bool
) -> Iterator[PageAction]:
    """Yield what can be done with the current population."""
    shown = one is not None
    yield PageAction("next-open", _("Next unchecked item"), lambda: next_open(1),
                     shortcut="Alt+Down", in_title=False, enabled=shown)  # fmt: skip
    yield PageAction("previous-open", _("Previous unchecked item"), lambda: next_open(-1),
                     shortcut="Alt+Up", in_title=False, enabled=shown)  # fmt: skip
    yield PageAction("remove", _("Take the population out …"), remove, in_title=False,
                     enabled=shown and not read_only)  # fmt: skip
