"""Reads operations from the journal: what a person did, from its first event to its last."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from cfpdesk.i18n import Message
from cfpdesk.model.journal import Dot, Kind, hlc_time, message_from_json
from cfpdesk.model.record import JsonValue, has_local_time
from cfpdesk.store.log import Chain, Log

_ALL = -1  # no limit, as SQLite says it


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a person did.

    Attributes:
        name: what was done, as a sentence.
        at: device time of the writer; a claim, not a proof.
        first, last: its stretch of the chain `replica`.
        undoes: the action it takes back or brings back, or "".
        undone: it is set aside now.
        tables: tables of the rows it touched.
        answers: it holds an exclude, include or resolve, which only a new one answers.
    """

    action: str
    name: Message
    person: str
    key_sha256: str
    at: datetime
    reason: str
    replica: str
    first: int
    last: int
    undoes: str
    undone: bool
    tables: frozenset[str]
    answers: bool


class Said(NamedTuple):
    """What the person said of an operation by doing it; `at` is None where it claims no time."""

    name: Message
    person: str
    key: str
    at: datetime | None
    reason: str
    undoes: str


def operations(log: Log, limit: int = 100) -> tuple[Operation, ...]:
    """Return the newest operations of all chains, the newest first."""
    found = [
        ((hlc, chain.replica, ends[0]), chain, ends, (hlc, action, value))
        for chain in log.chains()
        for ends, (hlc, action, value) in _stretches(log, chain, limit, 1)
    ]
    found.sort(key=lambda one: one[0], reverse=True)
    return tuple(_kept(log, chain, ends, event) for _at, chain, ends, event in found[:limit])


def operations_since(log: Log, ends: Mapping[str, int]) -> tuple[Operation, ...]:
    """Return all operations that began after these ends of chains, the newest first.

    Args:
        log: the journal.
        ends: number of the last event by replica; chains that are not named are left out.
    """
    found = []
    for chain in log.chains():
        if chain.replica in ends:
            later = chain_operations(log, chain, _ALL, ends[chain.replica] + 1)
            found += [(hlc, chain.replica, o) for hlc, o in later]
    return _newest_first(found)


def _newest_first(found: list[tuple[str, str, Operation]]) -> tuple[Operation, ...]:
    found.sort(key=lambda item: (item[0], item[1], item[2].first), reverse=True)
    return tuple(operation for _hlc, _replica, operation in found)


def chain_operations(
    log: Log, chain: Chain, limit: int, first: int = 1
) -> Iterable[tuple[str, Operation]]:
    """Yield the newest operations of one chain, newest first, with their logical time."""
    for ends, event in _stretches(log, chain, limit, first):
        yield event[0], _kept(log, chain, ends, event)


def _stretches(
    log: Log, chain: Chain, limit: int, first: int
) -> Iterator[tuple[tuple[int, int], tuple[str, str, str]]]:
    """Yield first and last event of the newest operations of a chain, with what begins each."""
    rows = log.conn.execute(
        "SELECT seq, hlc, action, value FROM event WHERE rid=? AND kind=? AND seq>=?"
        " ORDER BY seq DESC LIMIT ?",
        (chain.rid, Kind.ACTION, first, limit),
    ).fetchall()
    end = chain.max_seq
    for seq, hlc, action, value in rows:
        yield (seq, end), (hlc, action, value)
        end = seq - 1


def _kept(log: Log, chain: Chain, ends: tuple[int, int], event: tuple[str, str, str]) -> Operation:
    """Return an operation, read once: its events stay as they are, but they can be set aside."""
    key = (chain.rid, *ends)
    found = log.operations.get(key)
    if found is None:
        found = log.operations[key] = _operation(log, chain, ends, event)
    undone = Dot(chain.replica, ends[0]) in log.ranges()
    return found if found.undone is undone else replace(found, undone=undone)


def _operation(
    log: Log, chain: Chain, ends: tuple[int, int], event: tuple[str, str, str]
) -> Operation:
    hlc, action, value = event
    said = said_of(json.loads(value))
    rows = log.conn.execute(
        "SELECT DISTINCT c.tbl, e.kind FROM event e JOIN cell c ON c.cid=e.cid"
        " WHERE e.rid=? AND e.seq BETWEEN ? AND ?",
        (chain.rid, ends[0] + 1, ends[1]),
    ).fetchall()
    return Operation(
        action=action,
        name=said.name,
        person=said.person,
        key_sha256=said.key,
        at=said.at or hlc_time(hlc),
        reason=said.reason,
        replica=chain.replica,
        first=ends[0],
        last=ends[1],
        undoes=said.undoes,
        undone=Dot(chain.replica, ends[0]) in log.ranges(),
        tables=frozenset(table for table, _kind in rows),
        answers=any(kind in (Kind.EXCLUDE, Kind.INCLUDE, Kind.RESOLVE) for _t, kind in rows),
    )


def said_of(value: JsonValue) -> Said:
    """Return what the value of an action event says."""
    said = value if isinstance(value, dict) else {}
    return Said(
        name=message_from_json(said.get("what")),
        person=str(said.get("person", "")),
        key=str(said.get("key", "")),
        at=_moment(str(said.get("at", ""))),
        reason=str(said.get("reason", "")),
        undoes=str(said.get("undoes", "")),
    )


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo and has_local_time(at) else None  # without a zone it claims nothing
