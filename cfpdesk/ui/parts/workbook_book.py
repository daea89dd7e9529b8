"""A client's workbook that was read: its sheets, the tables in it, and what it is a version of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from cfpdesk.exchange.client_workbook.conversation import ReadProgress
from cfpdesk.i18n import Message, msg
from cfpdesk.model.dataset import Dataset, DatasetColumn, DatasetKind
from cfpdesk.model.mapping_search import MappingFound, find_mapping
from cfpdesk.model.record import Blob
from cfpdesk.model.sheet import SheetInfo, SheetRows
from cfpdesk.model.table_diff import TableDiff, diff_tables
from cfpdesk.model.table_guess import TableGuess, guess_tables
from cfpdesk.model.table_rows import read_table
from cfpdesk.steps import inventory_import
from cfpdesk.store.client_tables import ClientTables, FormulasAt
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.parts.mapping_draft import as_mapped

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table of the engagement with its columns, as it is before the reading.

    Attributes:
        locked: why no newer version may stand for it; None where one may.
    """

    dataset: Dataset
    columns: tuple[DatasetColumn, ...]
    locked: Message | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """That the workbook is a newer version of a table: where it is now, and what changed."""

    before: Mapped
    found: MappingFound
    diff: TableDiff

    @property
    def renumbered(self) -> tuple[tuple[str, str], ...]:
        """Old and new key of lines that were matched by their name under another number."""
        return tuple(
            (line.before.key, line.after.key)
            for line in self.diff.lines
            if line.before and line.after and line.before.key != line.after.key
        )


@dataclass(frozen=True, slots=True)
class Book:
    """What was found in a workbook.

    Attributes:
        evidence: row of the evidence that holds the file.
        kind: of the tables that are looked for.
        found: the tables that look like ones of that kind, the best first.
        version: of which table it is a newer version; None where of none.
        again: the table that is to be mapped again in this very file; None for a new one.
        notes: what a person should know about the file.
        others: what sheets look like that hold no such table, by their place in the workbook.
    """

    evidence: str
    file: Blob
    tables: ClientTables
    sheets: tuple[SheetRows, ...]
    kind: DatasetKind
    found: tuple[TableGuess, ...]
    version: Version | None
    notes: tuple[Message, ...]
    again: Mapped | None = None
    others: Mapping[int, DatasetKind] = field(default_factory=dict)

    def alone(self) -> "Book":
        """Return the workbook as one that is no version of another."""
        return replace(self, version=None)

    @property
    def start(self) -> TableGuess | None:
        """Where mapping begins: as it was mapped before, else with the best guess."""
        if self.again is not None:
            sheet = next((s for s in self.sheets if s.info.name == self.again.dataset.sheet), None)
            if sheet is not None:
                return as_mapped(self.again.dataset, self.again.columns, sheet)
        return self.found[0] if self.found else None

    def formulas_of(self, info: SheetInfo) -> FormulasAt:
        """Return a sheet's formulas."""
        return self.tables.formulas(self.file, info)


def read_book(
    tables: ClientTables,
    evidence: str,
    file: Blob,
    kind: DatasetKind,
    known: Sequence[Mapped],
    progress: Progress,
    again: Mapped | None = None,
    password: str = "",
) -> Book:
    """Read a workbook and look what is in it; for a job.

    Args:
        tables: `session.tables`.
        evidence, file: where the workbook is.
        kind: of the tables that are looked for.
        known: the tables of the engagement, of which it may be a newer version.
        progress: told how far it is; cancels.
        again: the table that is to be mapped again.
        password: of a locked workbook; kept nowhere.

    Raises:
        UserError: if it cannot be read.
    """

    def tell(at: ReadProgress) -> None:
        total = max(at.total, 1)
        done = (max(at.sheet, 1) - 1) * total + min(at.rows, total)
        words = msg("Sheet {n} of {m}: {name}", n=at.sheet, m=at.sheets, name=at.name)
        progress.at(done, max(at.sheets, 1) * total, words if at.sheet else "")

    book = inventory_import.read_file(tables, file, tell, password)
    sheets = book.sheets()
    formulas = {sheet.info.name: tables.formulas(file, sheet.info) for sheet in sheets}
    progress.check()
    found = guess_tables(sheets, formulas)
    progress.check()
    return Book(
        evidence,
        file,
        tables,
        sheets,
        kind,
        tuple(guess for guess in found if guess.kind is kind),
        _version(tables, file, sheets, known),
        (*book.info.notes, *_links(book.info.links or ())),
        again,
        {guess.index: guess.kind for guess in found if guess.kind is not kind},
    )


def _links(files: Sequence[str]) -> tuple[Message, ...]:
    """Say which other files the formulas look into: their figures cannot be followed here."""
    if not files:
        return ()
    names = ", ".join(PurePath(file.replace("\\", "/")).name for file in files[:_MOST_NAMED])
    return (msg("Formulas look into other files: {names}", names=names),)


def _version(
    tables: ClientTables, file: Blob, sheets: Sequence[SheetRows], known: Sequence[Mapped]
) -> Version | None:
    """Return what the workbook is a newer version of: the table whose whole mapping fits."""
    for mapped in known:
        if mapped.dataset.file is None or mapped.dataset.file.sha256 == file.sha256:
            continue
        found = find_mapping(mapped.dataset, mapped.columns, sheets)
        if found is None:
            continue
        sheet = next((s for s in sheets if s.info.name == found.dataset.sheet), None)
        old = tables.reading(mapped.dataset, mapped.columns)
        if sheet is None or old is None:
            continue
        formulas = tables.formulas(file, sheet.info)
        new = read_table(sheet, found.dataset, found.columns, formulas)
        diff = diff_tables(mapped.dataset.kind, old.rows, new.rows)
        if mapped.dataset.kind is DatasetKind.POPULATION and not _shares_lines(diff):
            continue  # another ledger in the same form, such as that of the next month
        return Version(mapped, found, diff)
    return None


def _shares_lines(diff: TableDiff) -> bool:
    """Tell whether at least half of the earlier lines are in both versions."""
    both = sum(line.before is not None and line.after is not None for line in diff.lines)
    gone = sum(line.after is None for line in diff.lines)
    return both > 0 and both >= gone
