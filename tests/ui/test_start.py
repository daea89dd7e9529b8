"""The start: a page is painted in a fresh process, and nothing was loaded that it does not need."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from cfpdesk.model.journal import Actor
from cfpdesk.steps import sample
from cfpdesk.store.identity import create_identity
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import publish_trust

PASSPHRASE = "a passphrase of the test"

# What takes long to load, or a small thing that nothing before the first paint should need.
HEAVY = {
    *("PIL", "calamine", "fontTools", "jsonschema", "numpy", "olca_schema", "openpyxl", "orjson"),
    *("pint", "pypdfium2", "python_calamine", "reportlab", "scipy", "sqlite_utils"),
    *("asn1crypto", "cryptography", "pyrage", "segno"),
    *("concurrent", "email", "http", "multiprocessing", "secrets", "xml"),
}
if sys.platform == "linux":  # elsewhere the kind of a drive is asked with them
    HEAVY |= {"ctypes", "subprocess"}
# Below the window, the first paint of the home page needs these. A name more is time that somebody
# waits at every start: import what it brings where it is used.
NEEDED = {
    "": "__main__ app cli errors flow i18n model resource steps store",
    "cli.": "verbs",
    "model.": "canonical chart checklist checklist_library clause day engagement finding gate home "
    "journal key_card meeting merge own_item quantity record schedule statement team",
    "model.chart.": "drawing figures sketch threshold_gauge",
    "steps.": "home",
    "store.": "authority change checklist_library database durable evidence_folder exclusion "
    "home identity key_card keys lock log opening operation place projection reading "
    "recovery remembered replica row_projection rows session tables trust_file undo "
    "verdict writer",
}
MOST_OF_UI = 57
# Read when they are first wrapped, in milliseconds: hundreds of enumeration members each.
COSTLY_TYPES = {"QFileDialog", "QPageSize", "QStyle"}

Loaded: TypeAlias = tuple[set[str], set[str]]

START = """
import sys
from cfpdesk.__main__ import main

class Watch:
    encoding = "utf-8"

    def write(self, text):
        if text == "painted\\n":
            widgets, gui = (vars(sys.modules[f"PySide6.Qt{part}"]) for part in ("Widgets", "Gui"))
            types = {n for n, kind in (widgets | gui).items() if isinstance(kind, type)}
            print(" ".join(sys.modules), " ".join(types), sep="\\n", file=sys.__stdout__)

    def flush(self):
        pass

sys.stdout = Watch()
sys.argv = ["cfpdesk", sys.argv[1], "--quit-after-paint"]
sys.exit(main())
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Return the modules and Qt types that are there at the first paint of an engagement."""
    place = tmp_path_factory.mktemp("start")
    home, folder = place / "home", place / "engagement"
    now = datetime.now(UTC)
    identity = create_identity(home, name="林知远", organisation="", passphrase=PASSPHRASE, now=now)
    with Session.create(folder, Actor("林知远", identity.key_sha256), lambda: now) as session:
        sample.prepare(session, identity.card_file())
        publish_trust(session, identity.unlock(PASSPHRASE))
    command = [sys.executable, "-c", START, str(folder)]
    environment = {
        **os.environ,
        "CFPDESK_HOME": str(home),
        "CFPDESK_PASSPHRASE": PASSPHRASE,
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        command, env=environment, capture_output=True, check=True, text=True, timeout=120
    )
    modules, types = done.stdout.splitlines()
    return set(modules.split()), set(types.split())


def test_a_start_that_opens_nothing_ends_with_an_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cfpdesk", str(tmp_path / "nothing"), "--quit-after-paint"]
    environment = {
        **os.environ,
        "CFPDESK_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (1, b"")


def test_nothing_heavy_is_loaded_before_the_first_paint(loaded: Loaded) -> None:
    tops = {name.partition(".")[0] for name in loaded[0]}
    assert "PySide6" in tops
    assert not HEAVY & tops


def test_only_what_the_home_page_needs_is_loaded_below_the_window(loaded: Loaded) -> None:
    ours = {name for name in loaded[0] if name.startswith("cfpdesk.")}
    window = {name for name in ours if name.startswith("cfpdesk.ui")}
    needed = {f"cfpdesk.{layer}{name}" for layer, names in NEEDED.items() for name in names.split()}
    assert sorted(ours - window - needed) == []
    assert sorted(needed - ours) == [], "not needed any more: take it off the list"
    assert len(window) <= MOST_OF_UI, " ".join(sorted(window))


def test_no_type_of_qt_is_made_that_takes_milliseconds(loaded: Loaded) -> None:
    assert "QMainWindow" in loaded[1]
    assert not COSTLY_TYPES & loaded[1]
