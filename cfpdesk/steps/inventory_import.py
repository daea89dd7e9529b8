"""Taking in a client's table: which file, which sheet, which column means what, and new versions.

The file itself comes in as evidence; here it becomes a dataset. Reading it is work for a job:
`read_file` may run on any thread, everything that writes belongs to the window's.
"""

from collections.abc import Callable, Sequence

from cfpdesk.errors import UserError
from cfpdesk.exchange.client_workbook.reading import ReadProgress, read_formulas, read_workbook
from cfpdesk.i18n import Message, msg
from cfpdesk.model.dataset import (
    KIND_WORD,
    ROLE_WORD,
    ColumnRole,
    Dataset,
    DatasetColumn,
)
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.inventory import LineReview
from cfpdesk.model.order import between
from cfpdesk.model.record import Blob
from cfpdesk.model.sheet import column_number
from cfpdesk.model.table_guess import TableGuess
from cfpdesk.store.cached_table import CachedWorkbook
from cfpdesk.store.client_tables import ClientTables
from cfpdesk.store.inventory_query import columns_of
from cfpdesk.store.record_edit import existing, put_if_changed
from cfpdesk.store.session import Change, Session

Tell = Callable[[ReadProgress], None]


def read_file(
    tables: ClientTables, blob: Blob, progress: Tell | None = None, password: str = ""
) -> CachedWorkbook:
    """Read a workbook that was taken in, unless that was done already; for a job.

    Args:
        tables: `session.tables`, taken on the window's thread.
        blob: the file.
        progress: told how far it is; what it raises ends the reading and comes out.
        password: of a locked workbook, used for this reading and kept nowhere.

    Raises:
        UserError: if it cannot be read; the sentence says why and what to do. A `WorkbookError`
            says whether a password may open it.
    """
    return tables.read(
        blob,
        lambda path, sink: read_workbook(path, sink, progress, password=password),
        lambda path, sheets: read_formulas(path, sheets, progress=progress, password=password),
    )


def use_table(session: Session, evidence: str, guess: TableGuess, name: str) -> Dataset:
    """Take a table of a workbook in, as guessed; everything about it can be changed afterwards.

    Args:
        evidence: row of the evidence that holds the workbook.
        guess: where the table is and what its columns mean.
        name: what people call it.

    Raises:
        UserError: if the evidence has no file.
    """
    file = _file_of(session, evidence)
    others = session.all(Dataset)
    order = between(others[-1].order if others else "", "")
    title = msg("Take in {kind} {name}", kind=KIND_WORD[guess.kind], name=name)
    with session.transact(title) as change:
        made = change.put(guess.dataset("", name).but(file=file, evidence=evidence, order=order))
        for column in guess.records(made.row):
            change.put(column)
    return made


def _file_of(session: Session, evidence: str) -> Blob:
    found = existing(session, Evidence, evidence)
    if found.file is None:
        raise UserError(msg("{number} has no file.", number=found.number))
    return found.file


def set_column(session: Session, dataset: str, role: ColumnRole, column: str, header: str) -> None:
    """Say which column has a meaning; an empty column takes the meaning away.

    Raises:
        UserError: if these are no letters of a column.
    """
    letters = column.strip().upper()
    if letters:
        try:
            column_number(letters)
        except ValueError as error:
            raise UserError(
                msg("{column} is no column; write its letters, such as H.", column=column)
            ) from error
    before = session.find(DatasetColumn, dataset=dataset, role=role)
    title = msg("Column {column}: {role}", column=letters or "–", role=ROLE_WORD[role])
    put_if_changed(session, before, before.but(column=letters, header=header, beside=""), title)


def set_unit(session: Session, dataset: str, role: ColumnRole, unit: str) -> None:
    """Say in which unit a column is; a unit in the line itself goes before it."""
    before = session.find(DatasetColumn, dataset=dataset, role=role)
    title = msg("Unit of {role}", role=ROLE_WORD[role])
    put_if_changed(session, before, before.but(unit=unit.strip()), title)


def set_rows(
    session: Session, dataset: str, *, header: tuple[int, int], first: int, last: int
) -> None:
    """Say where header and data are; rows from 1, a last row of 0 is the end of the sheet.

    Raises:
        UserError: if they contradict each other.
    """
    top, bottom = header
    if not 0 <= top <= bottom or first <= bottom or (last and last < first):
        raise UserError(msg("The data begin below the header and end after they begin."))
    before = existing(session, Dataset, dataset)
    after = before.but(header_top=top, header_rows=bottom, first_row=first, last_row=last)
    put_if_changed(session, before, after, _title(before, msg("rows")))


def set_sums(session: Session, dataset: str, *, skip: bool) -> None:
    """Say whether rows of sums are left out of the lines."""
    before = existing(session, Dataset, dataset)
    put_if_changed(
        session, before, before.but(skip_totals=skip), _title(before, msg("rows of sums"))
    )


def rename(session: Session, dataset: str, name: str) -> None:
    """Call a table otherwise.

    Raises:
        UserError: without a name.
    """
    if not name.strip():
        raise UserError(msg("Give it a name."))
    before = existing(session, Dataset, dataset)
    put_if_changed(session, before, before.but(name=name.strip()), _title(before, msg("name")))


def take_version(
    session: Session,
    dataset: str,
    evidence: str,
    place: Dataset,
    columns: Sequence[DatasetColumn],
    renamed: Sequence[tuple[str, str]] = (),
) -> None:
    """Let a newer file stand for a table; judgements stay with their lines, by key.

    Args:
        dataset: row of the table.
        evidence: row of the evidence that holds the newer file.
        place: where the table stands in it; only its sheet and rows count.
        columns: what its columns mean; roles that are not among them are taken away.
        renamed: old and new key of lines that a person takes for the same; what was judged and
            linked goes over to the new one, unless something was judged there already.

    Raises:
        UserError: if the evidence has no file, or the table was deleted in the meantime.
    """
    before = existing(session, Dataset, dataset)
    after = before.but(
        file=_file_of(session, evidence),
        evidence=evidence,
        sheet=place.sheet,
        header_top=place.header_top,
        header_rows=place.header_rows,
        first_row=place.first_row,
        last_row=place.last_row,
    )
    kept = {column.role: column for column in columns}
    with session.transact(msg("{name}: new version of the file", name=before.name)) as change:
        change.put(after)
        for old in columns_of(session, before):
            if old.role not in kept:
                change.put(old.but(column="", beside=""))
        for role, column in kept.items():
            stands = session.find(DatasetColumn, dataset=dataset, role=role)
            change.put(
                stands.but(
                    column=column.column,
                    unit=column.unit,
                    header=column.header,
                    beside=column.beside,
                )
            )
        for old_key, new_key in renamed:
            _carry(session, change, dataset, old_key, new_key)


def _carry(session: Session, change: Change, dataset: str, old_key: str, new_key: str) -> None:
    old = session.find(LineReview, dataset=dataset, line=old_key)
    new = session.find(LineReview, dataset=dataset, line=new_key)
    if session.get(LineReview, old.row) is None or session.get(LineReview, new.row) is not None:
        return
    change.put(old.but(row="", line=new_key))
    for link in session.all(Link):
        if (link.target_table, link.target) == (LineReview.TABLE, old.row):
            change.put(link.but(row="", target=new.row))


def remove(session: Session, dataset: str, reason: str) -> None:
    """Take a table out with the judgements about its lines; file and history stay.

    Raises:
        UserError: without a reason.
    """
    if not reason.strip():
        raise UserError(msg("Say why it is taken out."))
    found = existing(session, Dataset, dataset)
    with session.transact(msg("Take out {name}", name=found.name), reason=reason.strip()) as change:
        change.remove(found)


def _title(dataset: Dataset, what: Message) -> Message:
    return msg("{name}: {what}", name=dataset.name, what=what)
