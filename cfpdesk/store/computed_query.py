"""What is computed anew for the X-ray: the lines of the inventory, and each sample by its seed."""

from cfpdesk.model.dataset import Dataset, DatasetKind
from cfpdesk.model.xray_seen import ComputedSeen, SampleSeen
from cfpdesk.store.inventory_query import recalculation
from cfpdesk.store.sampling_state import sampling_state
from cfpdesk.store.session import Session


def computed_seen(session: Session) -> ComputedSeen:
    """Return how many lines were recalculated, and whether the samples are still the drawn ones.

    An item that was checked and that the seed does not draw, such as one of a copy that drew with
    another number, stands for nothing.
    """
    tables = [d for d in session.all(Dataset) if d.kind is not DatasetKind.FACTORS]
    unread = [table for table in tables if not session.tables.has(table)]
    samples = []
    for one in sampling_state(session).populations:
        if not one.population.drawn_size:
            continue
        drawn = {part.item.id for part in one.sample.items} if one.sample is not None else set()
        aside = {part.key for part in one.frame.set_aside} if one.frame is not None else set()
        strangers = 0
        if one.sample is not None:
            checked = {key for key, item in one.seen.items() if item.checked}
            strangers = len(checked - drawn - aside)
        samples.append(
            SampleSeen(
                name=one.population.name,
                row=one.population.row,
                at_hand=one.sample is not None,
                strangers=strangers,
            )
        )
    lines = len(recalculation(session).lines)
    stated = sum(table.kind is DatasetKind.INVENTORY for table in tables)
    return ComputedSeen(lines, stated, len(unread), tuple(samples))
