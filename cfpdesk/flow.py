"""The visit as a row of steps: the file to read first.

A step has the same noun in every layer: `model/<noun>.py` says what it is, `steps/<noun>.py` what
can be seen and done, `ui/pages/<noun>_page.py` how it looks. Adding one means one line here, one
in `ui/page_registry.py`, and the files of that noun (see README, "Add a step").

Each `steps/<noun>.py` offers `status(session) -> StepStatus` and `blockers(session) -> tuple of
Blocker`; they are imported when first asked, so that a window opens without loading every step.
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from cfpdesk.i18n import Message, msg
from cfpdesk.model.gate import Blocker, StepStatus

if TYPE_CHECKING:
    from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the visit.

    Attributes:
        noun: its name in every layer.
        number: its place in the design, kept when steps between are still to come.
        part: which heading it stands under: prepare, on_site, wrap_up or lead.
        label: the word in the rail; `title` the words above the page.
        optional: nobody waits for it (merging, documents).
    """

    noun: str
    number: int
    part: str
    label: Message
    title: Message
    optional: bool = False

    def status(self, session: "Session") -> StepStatus:
        """Return how far it is, computed from the facts."""
        found: StepStatus = session.remember(
            (self.noun, "status"), lambda: self._module().status(session)
        )
        return found

    def blockers(self, session: "Session") -> tuple[Blocker, ...]:
        """Return what still stands in its way."""
        found: tuple[Blocker, ...] = session.remember(
            (self.noun, "blockers"), lambda: tuple(self._module().blockers(session))
        )
        return found

    def _module(self) -> ModuleType:
        return import_module(f"cfpdesk.steps.{self.noun}")


STEPS: tuple[Step, ...] = (
    Step("engagement", 1, "prepare", msg("Engagement"), msg("Engagement & plan")),
    Step("opening", 2, "on_site", msg("Opening"), msg("Opening meeting")),
    Step("checklist", 3, "on_site", msg("Checklists"), msg("Checklists")),
    Step("evidence", 4, "on_site", msg("Evidence"), msg("Evidence")),
    Step("inventory", 5, "on_site", msg("Inventory"), msg("Inventory & recalculation")),
    Step("sampling", 6, "on_site", msg("Sampling"), msg("Data sampling")),
    Step("finding", 7, "on_site", msg("Findings"), msg("Findings")),
    Step("closing", 8, "on_site", msg("Closing"), msg("Closing meeting")),
    Step("package", 9, "wrap_up", msg("Sign & export"), msg("Sign & export")),
    Step("merge", 10, "lead", msg("Merge"), msg("Merge"), optional=True),
    Step("document", 11, "lead", msg("Documents"), msg("Documents"), optional=True),
)


def step(noun: str) -> Step:
    """Return the step of a noun.

    Raises:
        KeyError: there is no such step.
    """
    for found in STEPS:
        if found.noun == noun:
            return found
    raise KeyError(noun)


def blockers(session: "Session") -> tuple[Blocker, ...]:
    """Return what stands in the way of the visit, in the order of its steps."""
    return tuple(found for each in STEPS for found in each.blockers(session))
