"""Imports what the pages need in idle moments, a module a turn, after the first page is painted.

A page that is opened first would import a hundred modules at once, which holds the window up for
some tenths of a second. Each module is looked at before it is imported, and what it imports comes
first, so that each turn brings one alone. A page that is opened earlier imports what it needs.
"""

import dis
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec

from PySide6.QtCore import QObject, QTimer

from cfpdesk.ui.page_registry import PAGES

EVERY_MS = 15
"""Between two modules: what a person does meanwhile comes first."""
OURS = "cfpdesk."
BESIDE = ("cfpdesk.ui.palette", "cfpdesk.ui.saved_popover")
"""What is opened from every page."""


def wanted() -> tuple[str, ...]:
    """Return the modules to begin with: the pages in the order of the rail, and what is beside."""
    return (*(page.place[0] for page in PAGES), *BESIDE)


def imports_of(name: str) -> list[str]:
    """Return the modules of ours that a module imports when it is imported."""
    spec = find_spec(name)
    loader = spec.loader if spec is not None else None
    code = loader.get_code(name) if isinstance(loader, InspectLoader) else None
    found: list[str] = []
    package = ""
    for step in dis.get_instructions(code) if code is not None else ():
        if step.opname == "IMPORT_NAME":
            package = str(step.argval) if str(step.argval).startswith(OURS) else ""
            if package:
                found.append(package)
        elif step.opname == "IMPORT_FROM" and _is_package(package):
            found.append(f"{package}.{step.argval}")
    return found


@cache
def _is_package(name: str) -> bool:
    spec = find_spec(name) if name else None
    return spec is not None and spec.submodule_search_locations is not None


class WarmUp(QObject):
    """See the module text; goes when it is done.

    Args:
        parent: the window.
        names: modules to import; the pages' by default.
    """

    def __init__(self, parent: QObject, names: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._left = list(reversed(names or wanted()))
        self._looked: set[str] = set()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.step)
        self._timer.start()

    def step(self) -> str:
        """Import the next module and return its name; empty when there is none left."""
        while self._left:
            name = self._left[-1]
            if name not in sys.modules and name not in self._looked:
                self._looked.add(name)
                self._left += [each for each in imports_of(name) if each not in self._looked]
                continue
            self._left.pop()
            if name not in sys.modules and find_spec(name) is not None:
                import_module(name)
                return name
        self._timer.stop()
        self.deleteLater()
        return ""
