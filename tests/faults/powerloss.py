"""Run a program under the power-loss model and lay out what would have survived.

See `powerloss.c` for the model. The library is built by the C compiler of the machine; a missing
compiler fails the test, because a proof that was not run proves nothing.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("powerloss.c")


def build(folder: Path) -> Path:
    """Compile the preload library into a folder and return its path."""
    target = folder / "powerloss.so"
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-o", str(target), str(SOURCE), "-ldl", "-lpthread"],
        check=True,
    )
    return target


@dataclass(frozen=True)
class Outcome:
    """What came of one run: its output until the cut, and whether it was cut at all."""

    output: str
    errors: str
    cut: bool


def run(library: Path, root: Path, shadow: Path, at: int, command: list[str]) -> Outcome:
    """Run a command whose power goes at disk call number `at`; `root` starts empty or absent."""
    for name in ("inode", "entries", "hold"):
        (shadow / name).mkdir(parents=True, exist_ok=True)
    root.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "POWERLOSS_ROOT": str(root.resolve()),
        "POWERLOSS_SHADOW": str(shadow.resolve()),
        "POWERLOSS_AT": str(at),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return Outcome(done.stdout, done.stderr, done.returncode == -9)


def run_full(library: Path, root: Path, at: int, writes: int, command: list[str]) -> Outcome:
    """Run a command whose disk is full from write number `at` on, for so many writes."""
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "POWERLOSS_ROOT": str(root.resolve()),
        "DISKFULL_AT": str(at),
        "DISKFULL_FOR": str(writes),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return Outcome(done.stdout, done.stderr, done.returncode != 0)


def survivors(root: Path, shadow: Path, target: Path) -> None:
    """Lay out in `target` what survives of `root`; folders never synced are empty."""
    _folder(root.stat().st_ino, shadow, target)


def _folder(inode: int, shadow: Path, target: Path) -> None:
    target.mkdir(parents=True)
    listing = shadow / "entries" / str(inode)
    if not listing.exists():
        return
    for line in listing.read_text(encoding="utf-8").splitlines():
        kind, number, name = line.split(" ", 2)
        if kind == "d":
            _folder(int(number), shadow, target / name)
            continue
        kept = shadow / "inode" / number
        if kept.exists():
            shutil.copyfile(kept, target / name)
        else:
            (target / name).touch()
