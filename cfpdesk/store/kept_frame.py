"""The items of a long population as they lie in the cache, so that a table is split only once.

A cache like the workbooks beside it: what is odd about it is thrown away, and the table is split
anew. Totals and hash are computed again from the items that are read, so that a file somebody
changed cannot pass for the frozen population.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

import orjson

from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.dataset import Dataset, DatasetColumn
from cfpdesk.model.population_frame import Frame, PopulationItem, SetAside, SetAsideKind, framed
from cfpdesk.model.record import JsonValue

# Grows when rows are read or split in another way, so that older files are not taken.
_VERSION = 1
# What of a table decides its items; its name, order and evidence do not.
_PLACE = ("sheet", "header_top", "header_rows", "first_row", "last_row", "skip_totals")


def kept_name(dataset: Dataset, columns: Sequence[DatasetColumn]) -> str:
    """Return what the file of a table's items is called, behind the hash of its workbook."""
    place = dataset.fields()
    roles = sorted((str(c.role), c.column, c.unit, c.header) for c in columns)
    facts: list[JsonValue] = [_VERSION, *(place[name] for name in _PLACE)]
    facts += [list(role) for role in roles]
    return f"items-{hashlib.sha256(canonical_json(facts)).hexdigest()[:24]}"


def frame_to_bytes(frame: Frame) -> bytes:
    """Return a frame as it lies in the cache."""
    kept = {
        "items": [_item(item) for item in frame.items],
        "aside": [[part.kind.value, part.key, *_item(part.item)] for part in frame.set_aside],
    }
    return zlib.compress(orjson.dumps(kept), level=1)


def frame_from_bytes(data: bytes) -> Frame | None:
    """Return a frame from the cache; None where the file is not as it has to be."""
    try:
        kept = orjson.loads(zlib.decompress(data))
        return framed(_items(kept["items"]), _aside(kept["aside"]))
    except (zlib.error, ValueError, KeyError, TypeError, InvalidOperation):
        return None


def _item(item: PopulationItem) -> list[str | None]:
    amount = None if item.amount is None else str(item.amount)
    return [item.id, amount, item.group, item.place]


def _items(rows: Iterable[Sequence[str | None]]) -> Iterator[PopulationItem]:
    for name, amount, group, place in rows:
        value = None if amount is None else Decimal(amount)
        yield PopulationItem(name or "", value, group or "", place or "")


def _aside(rows: Iterable[Sequence[str]]) -> Iterator[SetAside]:
    for kind, key, *rest in rows:
        (item,) = _items([rest])
        yield SetAside(item, SetAsideKind(kind), key)
