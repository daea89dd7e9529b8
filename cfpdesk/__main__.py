"""Without a command the window, with one the same steps on the command line."""

import sys

from cfpdesk.cli.verbs import OPTIONS, VERBS


def main() -> int:
    """Start the program; the exit code is the command's or the window's."""
    words = [word for word in sys.argv[1:] if not word.startswith("-psn_")]  # macOS adds one
    if words and (words[0] in VERBS or words[0] in OPTIONS):
        from cfpdesk.cli.command import run

        return run(words)
    from cfpdesk.app import main as window

    return window(words)


if __name__ == "__main__":
    sys.exit(main())
