"""Where identity and settings of the person at this computer live."""

import os
import sys
from pathlib import Path


def home_folder() -> Path:
    """Return `CFPDESK_HOME`, or the usual place of the operating system for a program's data."""
    chosen = os.environ.get("CFPDESK_HOME", "")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "cfpdesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "cfpdesk"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "cfpdesk"
