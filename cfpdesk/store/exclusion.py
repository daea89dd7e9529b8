"""Packages that came and went: taking one back and bringing it back.

Both are events of a person: they travel with the next export, and the projection stays a function
of the events. Only a lead may set other people's chains aside.
"""

from dataclasses import dataclass
from datetime import datetime

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.journal import Kind
from cfpdesk.model.merge import Range
from cfpdesk.store.session import Session
from cfpdesk.store.undo import write_range
from cfpdesk.store.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """A package this copy received, sent or put into quarantine.

    Attributes:
        signer: fingerprint of its author's key.
        ranges: what it brought, chain by chain.
        taken_back: all of that is set aside now.
    """

    root: str
    replica: str
    seq: int
    signer: str
    at: datetime
    verdict: Verdict
    path: str
    ranges: tuple[Range, ...]
    taken_back: bool


def packages(session: Session) -> tuple[PackageRecord, ...]:
    """Return the packages that came or went, the newest first."""
    rows = session.connection.execute(
        "SELECT root, replica, seq, signer, imported_at, verdict, path FROM package"
        " ORDER BY imported_at DESC, replica, seq DESC"
    ).fetchall()
    return tuple(_record(session, row) for row in rows)


def brought_rows(session: Session, record: PackageRecord) -> dict[tuple[str, str], bool]:
    """Return the rows a package wrote to, each with whether somebody else wrote there as well.

    What the journal writes for itself (actions, what is set aside) is no row of a person.
    """
    found: dict[tuple[str, str], bool] = {}
    for part in record.ranges:
        chain = session.log.chain(part.replica)
        if chain is None:
            continue
        rows = session.connection.execute(
            "SELECT c.tbl, c.row, EXISTS(SELECT 1 FROM cell o JOIN event f ON f.cid=o.cid"
            "  AND f.sup=0 WHERE o.tbl=c.tbl AND o.row=c.row AND f.rid<>?)"
            " FROM (SELECT DISTINCT cid FROM event WHERE rid=? AND seq BETWEEN ? AND ?) e"
            " JOIN cell c ON c.cid=e.cid WHERE substr(c.tbl,1,1)<>'_' GROUP BY c.tbl, c.row",
            (chain.rid, chain.rid, part.first, part.last),
        )
        for table, row, others in rows:
            found[(table, row)] = found.get((table, row), False) or bool(others)
    return found


def take_back(session: Session, root: str, reason: str) -> None:
    """Set aside what a merged package brought; later edits on top stay as own edits.

    Raises:
        UserError: without a reason, without a lead's key, or where it brought nothing.
    """
    name = msg("Un-merge the package of {person}", person=_person(session, root))
    _write_ranges(session, root, Kind.EXCLUDE, name, reason)


def bring_back(session: Session, root: str, reason: str) -> None:
    """Bring back a package that was taken back.

    Raises:
        UserError: without a reason, without a lead's key, or where it brought nothing.
    """
    name = msg("Bring the package of {person} back", person=_person(session, root))
    _write_ranges(session, root, Kind.INCLUDE, name, reason)


def _write_ranges(session: Session, root: str, kind: Kind, name: Message, reason: str) -> None:
    if not reason.strip():
        raise UserError(msg("Say why: taking a package back or bringing it back has a reason."))
    record = _record_of(session, root)
    actor = session.check_writable()
    own = all(part.replica == session.replica for part in record.ranges)
    if not own and actor.key_sha256 not in session.log.leads():
        raise UserError(msg("Only a lead on the trust list can set the entries of others aside."))
    if not record.ranges:
        raise UserError(msg("This package brought nothing that could be taken back."))
    with session.operation(name, reason=reason) as writer:
        for part in record.ranges:
            write_range(writer, kind, *part)


def _record(session: Session, row: tuple[bytes, str, int, str, str, str, str]) -> PackageRecord:
    root, replica, seq, signer, at, verdict, path = row
    found = session.connection.execute(
        "SELECT replica, first, last FROM brought WHERE root=? ORDER BY replica", (root,)
    ).fetchall()
    ranges = []
    for name, first, last in found:
        chain = session.log.chain(name)
        if chain and chain.max_seq >= first:
            ranges.append(Range(name, first, min(last, chain.max_seq)))
    listed = {
        tuple(row)
        for row in session.connection.execute(
            "SELECT r.replica, e.first, e.last FROM excluded e JOIN replica r ON r.rid=e.rid"
        )
    }
    return PackageRecord(
        root=root.hex(),
        replica=replica,
        seq=seq,
        signer=signer,
        at=datetime.fromisoformat(at),
        verdict=Verdict(verdict),
        path=path,
        ranges=tuple(ranges),
        taken_back=bool(ranges) and all(tuple(part) in listed for part in ranges),
    )


def _record_of(session: Session, root: str) -> PackageRecord:
    row = session.connection.execute(
        "SELECT root, replica, seq, signer, imported_at, verdict, path FROM package WHERE root=?",
        (bytes.fromhex(root),),
    ).fetchone()
    if row is None:
        raise UserError(msg("This package is not known here."))
    return _record(session, row)


def _person(session: Session, root: str) -> str:
    chain = session.log.chain(_record_of(session, root).replica)
    return chain.person if chain else ""
