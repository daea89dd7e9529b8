"""Run a command with Qt drawing to memory, so that tests need no display and see no desktop."""

import os
import subprocess
import sys
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QT_QPA_FONTDIR", str(FONTS))  # off screen Qt knows no fonts of Windows
if os.name == "nt":  # there a program that takes the place of this one lets the shell go on
    sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
os.execvp(sys.argv[1], sys.argv[1:])
