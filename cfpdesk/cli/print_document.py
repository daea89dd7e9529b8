"""`cfpdesk print DOCUMENT ENGAGEMENT`: the same paper as in the window, in every form it has."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from cfpdesk.cli.arguments import EXIT_GOOD
from cfpdesk.cli.client_tables import read_tables
from cfpdesk.cli.output import complain, say, say_json
from cfpdesk.documents.document import Options
from cfpdesk.documents.render import build_document, render
from cfpdesk.i18n import msg
from cfpdesk.store.durable import write_file
from cfpdesk.store.session import Session


def run(arguments: Namespace) -> int:
    """Write the document, name missing characters, and return the exit code."""
    folder: Path = arguments.engagement
    options = Options(
        draft=arguments.draft,
        black_and_white=arguments.black_white,
        blank=arguments.blank,
        blank_rows=arguments.blank_rows,
        for_client=arguments.for_client,
        part=arguments.part,
    )
    with Session.open(folder, None, lambda: datetime.now(UTC), read_only=True) as session:
        read_tables(session)
        document = build_document(session, arguments.document, options)
    printed = render(document, arguments.lang, arguments.format)
    write_file(arguments.out, printed.data)
    if arguments.json:
        say_json(
            {
                "bytes": len(printed.data),
                "content_sha256": printed.content_sha256,
                "document": document.code,
                "file": str(arguments.out),
                "file_sha256": printed.file_sha256,
                "missing": [glyph.code for glyph in printed.missing],
                "number": document.number,
                "state_sha256": printed.state_sha256,
                "version": document.version,
            }
        )
        return EXIT_GOOD
    for glyph in printed.missing:
        complain(msg("No font has {code}; it prints as ▢.", code=glyph.code))
    say(msg("Written: {file}", file=str(arguments.out)))
    return EXIT_GOOD
