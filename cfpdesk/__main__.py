"""Without a command the window, with one the same steps on the command line."""

import os
import sys
from pathlib import Path

from cfpdesk.cli.verbs import OPTIONS, VERBS


def main() -> int:
    """Start the program; the exit code is the command's or the window's."""
    _give_streams()
    words = [word for word in sys.argv[1:] if not word.startswith("-psn_")]  # macOS adds one
    if words and (words[0] in VERBS or words[0] in OPTIONS):
        from cfpdesk.cli.command import run

        return run(words)
    from cfpdesk.app import main as window

    return window(words)


def _give_streams() -> None:
    """Let what is printed go nowhere where nobody listens: on Windows a window has no console."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, nowhere)


if __name__ == "__main__":
    sys.exit(main())
