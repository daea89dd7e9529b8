"""What may be said on the command line, with help in both languages.

Help shows Chinese and English together, so that it reads the same on every machine. The exit
codes and the form of each output are described in `docs/commands.md`.
"""

import argparse
from pathlib import Path
from typing import NoReturn

from cfpdesk.documents.document import FORMS
from cfpdesk.i18n import Message, msg

EXIT_GOOD = 0
EXIT_REFUSED = 1
EXIT_UNUSABLE = 2
EXIT_UNKNOWN_AUTHOR = 3
EXIT_NEWER = 4


class _Parser(argparse.ArgumentParser):
    """A parser whose own headings carry both languages too."""

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(**options, add_help=False)  # type: ignore[arg-type]
        self._positionals.title = "arguments / 参数"
        self._optionals.title = "options / 选项"
        self.add_argument("-h", "--help", action="help", help=both(msg("show this help")))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with the code of unusable input."""
        self.print_usage()
        self.exit(EXIT_UNUSABLE, f"{self.prog}: {message}\n")


def both(sentence: Message) -> str:
    """Return a sentence in both languages on one line; argparse's percent signs are kept."""
    return f"{sentence.text('en')} / {sentence.text('zh')}".replace("%", "%%")


def parser() -> argparse.ArgumentParser:
    """Return the parser of every verb."""
    top = _Parser(
        prog="cfpdesk",
        description=_paragraph(
            msg("On-site verification of a product carbon footprint, without the window."),
            msg("Without a command the window opens."),
            msg("CFPDESK_HOME names the folder of identity and settings."),
            msg("CFPDESK_PASSPHRASE gives the passphrase; it is never an argument."),
        ),
    )
    top.add_argument("--version", action="store_true", help=both(msg("show the version")))
    verbs = top.add_subparsers(dest="verb", metavar="COMMAND", title="commands / 命令")
    _verify(verbs)
    _merge(verbs)
    _show(verbs)
    _check(verbs)
    _countersign(verbs)
    _export(verbs)
    _follow(verbs)
    _print(verbs)
    _demo(verbs)
    return top


_Verbs = argparse._SubParsersAction  # noqa: SLF001 - argparse gives its type no public name


def _verb(verbs: "_Verbs[_Parser]", name: str, *sentences: Message) -> _Parser:
    short = both(sentences[0])
    found: _Parser = verbs.add_parser(name, help=short, description=_paragraph(*sentences))
    return found


def _paragraph(*sentences: Message) -> str:
    english = " ".join(sentence.text("en") for sentence in sentences)
    chinese = "".join(sentence.text("zh") for sentence in sentences)
    return f"{english}\n{chinese}".replace("%", "%%")


def _package(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", type=Path, metavar="PACKAGE", help=both(msg("a package file")))


def _engagement(parser: argparse.ArgumentParser) -> None:
    sentence = msg("the folder of an engagement")
    parser.add_argument("engagement", type=Path, metavar="ENGAGEMENT", help=both(sentence))


def _trust(parser: argparse.ArgumentParser) -> None:
    sentence = msg("the signed list of people and keys to believe; otherwise the one kept here")
    parser.add_argument("--trust", type=Path, metavar="FILE", help=both(sentence))


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=both(msg("print one JSON document")))


def _verify(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "verify",
        msg("Check every signature and every byte of a package."),
        msg("Exit code 0: valid, author trusted. 3: valid, author unknown."),
        msg("1: not valid. 2: not usable: no such file, or encrypted for somebody else."),
        msg("4: intact, but of a newer version: to be looked at, not merged."),
    )
    _package(verb)
    _trust(verb)
    _json(verb)


def _merge(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "merge",
        msg("Take all good packages into an engagement."),
        msg("It writes no event of its own and needs no key."),
        msg("Exit code 1 where a package was refused; the others are in."),
    )
    _engagement(verb)
    verb.add_argument(
        "packages", type=Path, nargs="+", metavar="PACKAGE", help=both(msg("package files"))
    )
    _trust(verb)
    _json(verb)


def _show(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "show",
        msg("Print the state of an engagement with its conflicts and where every value came from."),
        msg("It depends on the journal alone: equal journals print equal bytes."),
    )
    _engagement(verb)
    _json(verb)


def _check(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "check",
        msg("Check an engagement: chains, files against their hashes, and what still stands open."),
        msg("Exit code 1 where the record is damaged; open points alone leave it at 0."),
    )
    _engagement(verb)
    _json(verb)


def _countersign(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "countersign",
        msg("Add a signature to a package, after all earlier ones were checked."),
    )
    _package(verb)
    verb.add_argument("--out", type=Path, metavar="FILE", help=both(msg("where to write it")))
    verb.add_argument(
        "--role",
        choices=("lead", "reviewer"),
        default="lead",
        help=both(msg("as whom; lead if not said")),
    )
    verb.add_argument("--meaning", default="", metavar="TEXT", help=both(msg("what it means")))
    _json(verb)


def _export(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "export",
        msg("Write the signed package of an engagement and read it back."),
        msg("Needs the passphrase."),
    )
    _engagement(verb)
    verb.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=both(msg("where to write it"))
    )
    verb.add_argument(
        "--kit", action="store_true", help=both(msg("the task package for the auditors"))
    )
    verb.add_argument(
        "--unfinished",
        action="store_true",
        help=both(msg("also while something blocks; the package says that it is unfinished")),
    )
    verb.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="NAME",
        help=both(msg("encrypt for this person of the trust list; may be said again")),
    )
    _json(verb)


def _follow(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "follow",
        msg("Begin a new engagement from the last one of the same client."),
        msg("People, sites, texts and open findings come along; nothing signed or agreed does."),
    )
    sentence = msg("folder or package of the last engagement")
    verb.add_argument("last", type=Path, metavar="LAST", help=both(sentence))
    verb.add_argument("folder", type=Path, metavar="FOLDER", help=both(msg("where to make it")))
    number = msg("number of the new engagement; the name of its folder if not said")
    verb.add_argument("--number", default="", metavar="TEXT", help=both(number))
    verb.add_argument(
        "--recertification",
        action="store_true",
        help=both(msg("a recertification; a surveillance if not said")),
    )
    _json(verb)


def _print(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "print",
        msg("Write a document as PDF or Excel, or a footprint as a file for other programs."),
        msg("json is a PACT product footprint, zip is openLCA data; see the document footprint."),
    )
    verb.add_argument("document", metavar="DOCUMENT", help=both(msg("the document's code")))
    _engagement(verb)
    verb.add_argument("--lang", choices=("zh", "en", "both"), default="both")
    verb.add_argument("--format", choices=FORMS, default="pdf")
    verb.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=both(msg("where to write it"))
    )
    verb.add_argument(
        "--blank-rows", type=int, default=0, metavar="N", help=both(msg("blank rows for pen"))
    )
    verb.add_argument(
        "--part", default="", metavar="NAME", help=both(msg("one part alone, such as a population"))
    )
    verb.add_argument(
        "--for-client", action="store_true", help=both(msg("without the team's own notes"))
    )
    verb.add_argument("--blank", action="store_true", help=both(msg("empty, to be filled by pen")))
    verb.add_argument("--draft", action="store_true", help=both(msg("the word draft on each page")))
    verb.add_argument("--black-white", action="store_true", help=both(msg("without colours")))
    _json(verb)


def _demo(verbs: "_Verbs[_Parser]") -> None:
    verb = _verb(
        verbs,
        "demo",
        msg("Make a visit of any size, for trials and measurements."),
        msg("The folder must be empty or not exist."),
    )
    verb.add_argument("folder", type=Path, metavar="DIR", help=both(msg("where to make it")))
    amounts = {
        "auditors": (2, msg("how many auditors")),
        "items": (40, msg("check items each of them answers")),
        "photos": (3, msg("photos each of them takes")),
        "edits": (0, msg("further edits by each of them")),
    }
    for name, (amount, sentence) in amounts.items():
        verb.add_argument(
            f"--{name}", type=int, default=amount, metavar="N", help=f"{both(sentence)} ({amount})"
        )
    _json(verb)
