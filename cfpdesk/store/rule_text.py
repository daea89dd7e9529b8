"""The rules' own text where an organisation has loaded it: kept at home, shown beside our words."""

from collections.abc import Mapping
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.rule_text import clause_texts
from cfpdesk.store.durable import make_folder, write_file
from cfpdesk.store.home import home_folder
from cfpdesk.store.rule_library import load_rules

FOLDER = "rules"
MOST_BYTES = 4 * 1024 * 1024


def load_rule_text(name: str) -> Mapping[str, str]:
    """Return the loaded text of a version of the rules, clause by clause; empty without one.

    Args:
        name: of the rules, as an engagement keeps it.

    Raises:
        UserError: if the kept file is no text any more.
    """
    path = _path(name)
    return _clauses(path.read_bytes()) if path.is_file() else {}


def keep_rule_text(name: str, source: Path) -> int:
    """Keep an organisation's plain text of the rules for this computer; returns its clauses.

    Raises:
        UserError: if the program does not have these rules, or the file is no text with clauses.
        OSError: if the file cannot be read or kept.
    """
    rules = load_rules(name)
    with source.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    count = len(_clauses(data))
    path = _path(rules.id)
    make_folder(path.parent)
    write_file(path, data)
    return count


def drop_rule_text(name: str) -> None:
    """Take the loaded text of a version of the rules away again."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return home_folder() / FOLDER / f"{load_rules(name).id}.txt"


def _clauses(data: bytes) -> Mapping[str, str]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            found = clause_texts(data.decode(encoding)) if len(data) <= MOST_BYTES else {}
        except UnicodeDecodeError:
            continue
        if found:
            return found
    raise UserError(
        msg("No clauses were found; take the rules as plain text whose clauses begin with numbers.")
    )
