"""The client's files as a test takes them in: read and guessed once in a process.

What was read lies in the engagement's cache, by the file's hash, so it is handed on as files. How
files are read, and guessed about, is tested in `exchange`, `store` and `model`.
"""

import atexit
import shutil
import tempfile
from pathlib import Path

from cfpdesk.i18n import msg
from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.record import Blob
from cfpdesk.model.table_guess import TableGuess, guess_tables
from cfpdesk.steps import inventory_import
from cfpdesk.store.session import Session
from cfpdesk.store.table_cache import FOLDER

CLIENT = Path(__file__).resolve().parents[1] / "resources/sample/client"
WORKBOOK = CLIENT / "恒锐_CFP_2025.xlsx"

_PLACE = Path(tempfile.mkdtemp(prefix="cfpdesk-read-"))
_GUESSES: dict[str, tuple[TableGuess, ...]] = {}
atexit.register(shutil.rmtree, _PLACE, ignore_errors=True)


def take_in(
    session: Session,
    path: Path = WORKBOOK,
    number: str = "E-1-001",
    *,
    name: str = "",
    kind: DatasetKind = DatasetKind.INVENTORY,
) -> Dataset:
    """Take a client's file in as evidence, and its best table of a kind as the program guesses."""
    with session.transact(msg("Take in {name}", name=path.name)) as change:
        piece = change.put(Evidence(number=number, file=change.attach(path)))
    assert piece.file is not None
    best = next(guess for guess in _guesses(session, piece.file) if guess.kind is kind)
    return inventory_import.use_table(session, piece.row, best, name or path.stem)


def _guesses(session: Session, file: Blob) -> tuple[TableGuess, ...]:
    cache, kept = session.folder / FOLDER, _PLACE / file.sha256
    if file.sha256 in _GUESSES:
        shutil.copytree(kept, cache, dirs_exist_ok=True)
    book = inventory_import.read_file(session.tables, file)
    if file.sha256 not in _GUESSES:
        kept.mkdir(exist_ok=True)
        for path in cache.glob(f"{file.sha256}*"):
            shutil.copy2(path, kept)
        _GUESSES[file.sha256] = tuple(guess_tables(book.sheets()))
    return _GUESSES[file.sha256]
