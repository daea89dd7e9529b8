"""`cfpdesk countersign PACKAGE`: add a signature after all earlier ones were checked."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.cli.access import own_signer
from cfpdesk.cli.arguments import EXIT_GOOD, EXIT_REFUSED, EXIT_UNUSABLE
from cfpdesk.cli.output import complain, say, say_json
from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.statement import PackageError
from cfpdesk.store.export import REVIEWED
from cfpdesk.store.package_file import Signing, countersign


def run(arguments: Namespace) -> int:
    """Countersign, say what was written, and return the exit code."""
    path: Path = arguments.package
    target: Path = arguments.out or path
    try:
        signing = Signing(
            own_signer(), arguments.role, arguments.meaning or REVIEWED, datetime.now(UTC)
        )
        written = countersign(path, target, signing)
    except PackageError as error:
        complain(error.message)
        return EXIT_REFUSED
    except UserError as error:
        complain(error.message)
        return EXIT_UNUSABLE
    if arguments.json:
        say_json(
            {
                "bytes": written.size,
                "file": str(written.path),
                "root": written.root,
                "statement_sha256": written.statement_sha256,
            }
        )
        return EXIT_GOOD
    say(msg("Countersigned: {file}", file=str(written.path)))
    say(msg("Keep this fingerprint of your signature: {sha256}", sha256=written.statement_sha256))
    return EXIT_GOOD
