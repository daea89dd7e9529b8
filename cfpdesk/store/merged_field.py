"""What stood against a value when journals were joined: shown at the field as long as it lasts."""

from dataclasses import dataclass
from enum import StrEnum

from cfpdesk.i18n import Text
from cfpdesk.model.journal import Kind
from cfpdesk.model.value_word import value_text
from cfpdesk.store import trail
from cfpdesk.store.record_names import value_names
from cfpdesk.store.session import Session


class Part(StrEnum):
    """What became of a value."""

    STANDS = "stands"
    TAKEN = "taken"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Touched:
    """A value of a field that a merge touched.

    Attributes:
        text: the value as a person reads it.
        part: it is the one that is shown; it was taken over for that; or it stood beside.
    """

    entry: trail.Entry
    text: Text
    part: Part


def touched(session: Session, table: str, row: str, field: str) -> tuple[Touched, ...]:
    """Return the value of a field and what else was written there, the one that stands first.

    Only a copy that took packages in has such fields. Of each replica counts what it wrote last,
    decisions apart; where none of these differ from what stands, there is nothing to tell.
    """
    log = session.log
    if not log.conn.execute("SELECT EXISTS(SELECT 1 FROM brought)").fetchone()[0]:
        return ()
    cid = log.cell(table, row, field)
    if cid is None or len({dot.replica for dot in log.cell_nodes(cid)}) < 2:
        return ()
    standing = trail.provenance(log, table, row, field)
    if standing is None:
        return ()
    newest: dict[str, trail.Entry] = {}
    for entry in sorted(trail.cell_entries(log, cid), key=lambda entry: entry.hlc):
        if not entry.excluded and entry.kind == Kind.SET and entry.event != standing.event:
            newest[entry.replica] = entry
    others = [entry for entry in newest.values() if entry.value not in ("", None, [])]
    if all(entry.value == standing.value for entry in others):
        return ()
    found = [_touched(session, standing, Part.STANDS)]
    for entry in others:
        part = Part.TAKEN if entry.value == standing.value else Part.BESIDE
        found.append(_touched(session, entry, part))
    return tuple(found)


def _touched(session: Session, entry: trail.Entry, part: Part) -> Touched:
    names = value_names(session, entry.table, entry.field, (entry.value,))
    return Touched(entry, value_text(entry.table, entry.field, entry.value, names), part)
