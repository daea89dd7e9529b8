"""Rebuilds what names do (`sup`, `missing_name`) from the events, and reports odd names."""

import json
from collections.abc import Iterator

from cfpdesk.model.journal import DEL_FIELD, EXCL_TABLE, Name, parse_name
from cfpdesk.store.log import PARENT, WATCH, Log
from cfpdesk.store.projection import watched_names


def rebuild(log: Log) -> None:
    """Make `sup` and `missing_name` anew; after a fork cut a chain."""
    log.conn.execute("UPDATE event SET sup=0 WHERE sup<>0")
    log.conn.execute("DELETE FROM missing_name")
    for cid, name in _parents(log):
        if _is_stored(log, name):
            log.mark_parent(name, cid)
        else:
            _await(log, name, cid, PARENT)
    for cid, name in _watched(log):
        if not _is_stored(log, name):
            _await(log, name, cid, WATCH)


def odd_names(log: Log) -> Iterator[str]:
    """Yield names that count for nothing: wrong hash, another cell, or no name at all."""
    rows = log.conn.execute(
        "SELECT rid, seq, cid, parents FROM event WHERE parents<>'[]' ORDER BY rid, seq"
    ).fetchall()
    for rid, seq, cid, parents in rows:
        for text in json.loads(parents):
            name = parse_name(text)
            chain = log.chain(name.replica) if name else None
            if name is None or chain is None:
                if name is None:
                    yield f"{log.chain_of(rid).replica}:{seq}: {text}"
                continue
            found = log.conn.execute(
                "SELECT cid, hash FROM event WHERE rid=? AND seq=?", (chain.rid, name.seq)
            ).fetchone()
            if found and (found[0] != cid or found[1].hex()[:32] != name.hash32):
                yield f"{log.chain_of(rid).replica}:{seq}: {text}"


def _parents(log: Log) -> Iterator[tuple[int, Name]]:
    rows = log.conn.execute("SELECT cid, parents FROM event WHERE parents<>'[]'").fetchall()
    for cid, parents in rows:
        for name in map(parse_name, json.loads(parents)):
            if name:
                yield cid, name


def _watched(log: Log) -> Iterator[tuple[int, Name]]:
    rows = log.conn.execute(
        "SELECT e.cid, c.field, e.kind, e.value FROM cell c JOIN event e ON e.cid=c.cid"
        " WHERE c.field=? OR c.tbl=?",
        (DEL_FIELD, EXCL_TABLE),
    ).fetchall()
    for cid, field, kind, value in rows:
        for name in map(parse_name, watched_names(field, kind, json.loads(value))):
            if name:
                yield cid, name


def _is_stored(log: Log, name: Name) -> bool:
    chain = log.chain(name.replica)
    return chain is not None and name.seq <= chain.max_seq


def _await(log: Log, name: Name, cid: int, kind: int) -> None:
    chain = log.add_chain(name.replica)
    log.conn.execute(
        "INSERT INTO missing_name VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE"
        " SET kind=min(kind, excluded.kind)",
        (chain.rid, name.seq, bytes.fromhex(name.hash32), cid, kind),
    )
