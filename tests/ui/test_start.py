"""The start: the page is painted in a fresh process, and nothing heavy was loaded for it."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.model.journal import Actor
from cfpdesk.steps import sample
from cfpdesk.store.identity import create_identity
from cfpdesk.store.session import Session

PASSPHRASE = "a passphrase of the test"
HEAVY = {"PIL", "fontTools", "numpy", "openpyxl", "pypdfium2", "reportlab", "sqlite_utils"}
START = """
import sys
from cfpdesk.app import main
code = main([sys.argv[1], "--quit-after-paint"])
print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(code)
"""


def test_the_first_page_is_painted_without_loading_what_it_does_not_need(tmp_path: Path) -> None:
    home = tmp_path / "home"
    now = datetime.now(UTC)
    identity = create_identity(home, name="林知远", organisation="", passphrase=PASSPHRASE, now=now)
    folder = tmp_path / "engagement"
    with Session.create(folder, Actor("林知远", identity.key_sha256), lambda: now) as session:
        sample.prepare(session)
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder)],
        env={
            **os.environ,
            "CFPDESK_HOME": str(home),
            "CFPDESK_PASSPHRASE": PASSPHRASE,
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    said, modules = done.stdout.splitlines()
    assert said == "painted"
    assert not HEAVY & set(modules.split())
