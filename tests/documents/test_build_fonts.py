"""The fonts are built once, and come out the same wherever they are built."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cfpdesk.resource import resource

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "build_fonts.py"


def run(script: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout


def test_a_second_build_leaves_at_once() -> None:
    before = {path.name: path.stat().st_mtime_ns for path in resource("fonts").iterdir()}
    assert run(SCRIPT) == ""
    assert {path.name: path.stat().st_mtime_ns for path in resource("fonts").iterdir()} == before


@pytest.mark.slow
def test_another_build_gives_the_same_bytes_and_clears_what_is_stale(tmp_path: Path) -> None:
    (tmp_path / "packaging").mkdir()
    script = tmp_path / "packaging" / SCRIPT.name
    shutil.copyfile(SCRIPT, script)
    fonts = tmp_path / "resources" / "fonts"
    fonts.mkdir(parents=True)
    (fonts / "stale.ttf").write_bytes(b"")
    assert "built" in run(script)
    made = json.loads((fonts / "fonts.json").read_bytes())
    assert made == json.loads(resource("fonts", "fonts.json").read_bytes())
    assert {path.name for path in fonts.iterdir()} == {*made["files"], "fonts.json"}
    (fonts / "NotoSans-Regular.ttf").write_bytes(b"damaged")
    assert "built" in run(script)
