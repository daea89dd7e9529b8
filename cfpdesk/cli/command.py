"""Runs a command: arguments in, exit code out. Modules of a verb are imported when it is called."""

import sys
from collections.abc import Sequence
from importlib import import_module

from cfpdesk.cli.arguments import EXIT_UNUSABLE, parser
from cfpdesk.cli.output import complain, say, speak_machine_language
from cfpdesk.cli.verbs import VERBS
from cfpdesk.errors import UserError


def version() -> str:
    """Return the version of this program as installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("cfpdesk")
    except PackageNotFoundError:  # run from a tree that was never installed
        return "0"


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; the world's errors become one sentence."""
    speak_machine_language()
    arguments = parser().parse_args(argv)
    if arguments.version:
        say(f"cfpdesk {version()}")
        return 0
    verb = VERBS.get(arguments.verb or "")
    if verb is None:
        parser().print_help()
        return EXIT_UNUSABLE
    try:
        code: int = import_module(f"cfpdesk.cli.{verb}").run(arguments)
        sys.stdout.flush()
    except UserError as error:
        complain(error.message)
        return EXIT_UNUSABLE
    except BrokenPipeError:  # the reader of a pipe left; nobody is there to complain to
        sys.stderr.close()
        return EXIT_UNUSABLE
    except OSError as error:
        complain(error)
        return EXIT_UNUSABLE
    return code
