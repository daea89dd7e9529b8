"""`make run`: the window on the sample engagement; without a display the sample day as a play.

With a display the program opens with a home of its own below `build/sample`, so that the first
run page comes first, as for anybody, and then the sample engagement. Without one the whole day is
played through the real window off screen, and `build/visit` holds what came of it.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def has_display() -> bool:
    """Tell whether a window can be seen."""
    platform: str = sys.platform  # so that a type checker does not decide it for its own machine
    if platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def show() -> int:
    """Open the window on the sample engagement; its records stay in `build/sample`."""
    place = ROOT / "build" / "sample"
    place.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "CFPDESK_HOME": str(place / "identity")}
    words = ["-m", "cfpdesk", str(place / "engagement"), "--demo"]
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=False).returncode


def play() -> int:
    """Play the sample day off screen, and say where it left what."""
    place = ROOT / "build" / "visit"
    print(f"no display: playing the sample day into {place} (about four minutes)", flush=True)
    print(f"没有显示器：在屏外走一遍样例的两天，写到 {place}（约四分钟）", flush=True)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = ["-m", "tests.flow.visit.play", str(place)]
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(show() if has_display() else play())
