"""What the pages need is imported in idle moments, each module after those it imports."""

import subprocess
import sys
from pathlib import Path

from cfpdesk.ui import warm_up
from cfpdesk.ui.page_registry import PAGES

ROOT = Path(__file__).resolve().parents[2]
WHOLE = """
import sys
from PySide6.QtCore import QCoreApplication, QObject
from cfpdesk import app
made = app.application()
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.warm_up import WarmUp
window = QObject()
warm = WarmUp(window)
while True:
    before = set(sys.modules)
    name = warm.step()
    if not name:
        break
    print(name, *(n for n in set(sys.modules) - before if n.startswith("cfpdesk.")), flush=True)
from importlib import import_module
before = set(sys.modules)
from cfpdesk.ui.page_registry import PAGES
for page in PAGES:
    page.load()
print("left", *(n for n in set(sys.modules) - before if n.startswith("cfpdesk.")), flush=True)
"""


def test_a_module_names_what_it_imports_and_not_what_its_functions_do() -> None:
    found = warm_up.imports_of("cfpdesk.ui.warm_up")
    assert "cfpdesk.ui.page_registry" in found
    assert "cfpdesk.steps.checklist" in warm_up.imports_of("cfpdesk.documents.registry")
    assert "cfpdesk.ui.palette" not in warm_up.imports_of("cfpdesk.ui.window_services")


def test_each_turn_brings_little_and_in_the_end_every_page_is_there() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WHOLE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    *turns, left = (line.split() for line in done.stdout.splitlines())
    assert left == ["left"]
    assert {page.place[0] for page in PAGES} <= {turn[0] for turn in turns}
    most = max(turns, key=len)
    assert len(most) <= 4, most
