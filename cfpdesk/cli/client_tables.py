"""The client's tables, read before anything that follows from them is printed or checked."""

from cfpdesk.cli.output import complain
from cfpdesk.errors import UserError
from cfpdesk.model.dataset import Dataset
from cfpdesk.steps.inventory_import import read_file
from cfpdesk.store.session import Session


def read_tables(session: Session) -> None:
    """Read the client's tables that were not read on this computer yet.

    One that cannot be read is left out, and the document says so.
    """
    for dataset in session.all(Dataset):
        if dataset.file is not None and not session.tables.has(dataset):
            try:
                read_file(session.tables, dataset.file)
            except UserError as error:
                complain(error.message)
