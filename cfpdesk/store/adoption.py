"""Adopting a line of events that a fork cut off, under the adopter's own chain.

Nothing is renumbered silently: a signed action says who adopted what and why.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.canonical import parse_canonical
from cfpdesk.model.journal import (
    ACTION_TABLE,
    ADOPT_TABLE,
    EXCL_TABLE,
    Kind,
    Name,
    line_hash,
    range_row,
)
from cfpdesk.store.log import Log
from cfpdesk.store.session import Session
from cfpdesk.store.writer import Writer


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line of events that a fork cut off.

    Attributes:
        end: hash (hex) of its last event, which names the line.
        operations: what was done in it, oldest first.
    """

    replica: str
    first: int
    last: int
    end: str
    operations: tuple[str, ...]


def set_aside_lines(session: Session) -> tuple[SetAside, ...]:
    """Return the lines that forks cut off and nobody adopted yet."""
    adopted = {
        row
        for (row,) in session.connection.execute("SELECT row FROM cell WHERE tbl=?", (ADOPT_TABLE,))
    }
    found = []
    for replica in _cut_chains(session.log):
        for line in _stories(session.log, replica):
            first, last, end = line[0][0], line[-1][0], line[-1][1]
            if f"{range_row(replica, first, last)}:{end[:32]}" not in adopted:
                actions = tuple(
                    str(event["a"]) for _s, _h, event in line if event["k"] == Kind.ACTION
                )
                found.append(SetAside(replica, first, last, end, actions))
    return tuple(found)


def adopt(session: Session, line: SetAside, reason: str) -> None:
    """Take a line that a fork cut off into the own chain, event by event.

    The events keep place, value and what they replaced; only their chain, and so their names, are
    new. The action says who adopted what, and why.

    Raises:
        UserError: without a reason, or for a line of somebody else's chain.
    """
    if not reason.strip():
        raise UserError(msg("Say why: adopting a line of entries has a reason."))
    actor = session.check_writable()
    chain = session.log.chain(line.replica)
    if chain is None or (
        chain.key_sha256 != actor.key_sha256 and actor.key_sha256 not in session.log.leads()
    ):
        raise UserError(msg("Only whose entries they are, or a lead, can adopt them."))
    story = next((s for s in _stories(session.log, line.replica) if s[-1][1] == line.end), None)
    if story is None:
        raise UserError(msg("This line of entries is not here."))
    with session.operation(
        msg("Adopt entries of {person}", person=chain.person), reason=reason
    ) as writer:
        _rewrite(writer, line, story)


_Story = list[tuple[int, str, dict[str, object]]]


def _rewrite(writer: Writer, line: SetAside, story: _Story) -> None:
    renamed: dict[str, str] = {}
    place = (
        ADOPT_TABLE,
        f"{range_row(line.replica, line.first, line.last)}:{line.end[:32]}",
        "",
    )
    writer.write(
        Kind.ADOPT, place, {"from": line.first, "to": f"{line.replica}:{line.last}:{line.end[:32]}"}
    )
    for seq, digest, event in story:
        table, row, field = str(event["t"]), str(event["r"]), str(event["f"])
        if table in (ACTION_TABLE, EXCL_TABLE):
            continue
        named = event["p"] if isinstance(event["p"], list) else []
        parents = [renamed.get(str(text), str(text)) for text in named]
        value = json.loads(json.dumps(event["v"]))
        writer.write(str(event["k"]), (table, row, field), value, parents)
        own = writer.chain
        old = str(Name(line.replica, seq, digest[:32]))
        renamed[old] = str(Name(own.replica, own.max_seq, own.head.hex()[:32]))


def _cut_chains(log: Log) -> list[str]:
    rows = log.conn.execute("SELECT DISTINCT replica FROM set_aside ORDER BY replica")
    return [replica for (replica,) in rows]


def _stories(log: Log, replica: str) -> Iterable[_Story]:
    """Return each line from the fork on that leads to an end, oldest event first."""
    rows = log.conn.execute(
        "SELECT seq, line FROM set_aside WHERE replica=? ORDER BY seq", (replica,)
    ).fetchall()
    events: dict[str, tuple[int, str, dict[str, object]]] = {}
    followed = set()
    for seq, line in rows:
        value = parse_canonical(line)
        if isinstance(value, dict):
            digest = line_hash(line).hex()
            events[digest] = (seq, digest, dict(value))
            followed.add(str(value["c"]))
    for end in sorted(set(events) - followed):
        story: _Story = []
        at: str | None = end
        while at in events:
            story.append(events[at])
            at = str(events[at][2]["c"])
        story.reverse()
        chain = log.chain(replica)
        if chain and story[0][0] == chain.max_seq + 1:
            yield story
