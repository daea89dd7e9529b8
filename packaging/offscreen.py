"""Run a command with Qt drawing to memory, so that tests need no display and see no desktop."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.execvp(sys.argv[1], sys.argv[1:])
