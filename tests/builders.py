"""One-line makings for tests: a clock that ticks, a session, a team, two copies that meet."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.journal import Actor, Clock
from cfpdesk.model.record import JsonValue
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.store.authority import engagement_id as id_of
from cfpdesk.store.fork import evidence
from cfpdesk.store.merge import MergeResult, merge_package
from cfpdesk.store.session import Session

START = datetime(2026, 4, 14, 1, 0, tzinfo=UTC)  # nine o'clock in Beijing

ENGAGEMENT = "6f1c2f0e-9d0b-4c56-8d0a-1f7f5c3f2a10"

LEAD = Actor("林珂", "1" * 64)
FIRST = Actor("高博", "2" * 64)
SECOND = Actor("沈悦", "3" * 64)


class TickingClock:
    """A clock that goes on by one step at each look; `at` may be set."""

    def __init__(self, at: datetime = START, step: timedelta = timedelta(seconds=1)) -> None:
        self.at = at
        self.step = step

    def __call__(self) -> datetime:
        self.at += self.step
        return self.at


def a_clock(at: datetime = START) -> Clock:
    """Return a clock that begins at nine o'clock in Beijing and ticks by seconds."""
    return TickingClock(at)


def a_session(
    tmp_path: Path,
    name: str = "engagement",
    *,
    actor: Actor = LEAD,
    clock: Clock | None = None,
    replica: str = "",
) -> Session:
    """Return a new, empty engagement that is open."""
    return Session.create(tmp_path / name, actor, clock or a_clock(), replica=replica)


def an_engagement(session: Session) -> Engagement:
    """Fill in the agreed facts of the sample, and return them."""
    with session.transact(msg("Edit the engagement")) as change:
        return change.put(
            session.find(Engagement).but(
                engagement_id=ENGAGEMENT,
                number="CFP-2026-0417",
                body="测试认证",
                client="示例冷轧钢带有限公司",
                product="冷轧钢带",
                declared_unit="1 t",
            )
        )


@dataclass(frozen=True)
class Team:
    """The people of a visit."""

    lead: Person
    first: Person
    second: Person
    client: Person


def a_team(session: Session) -> Team:
    """Put a lead, two auditors and one person of the client into an engagement."""
    with session.transact(msg("Add people")) as change:
        made = [
            change.put(
                Person(
                    side=Side.TEAM,
                    role=role,
                    name=actor.name,
                    place=place,
                    key_sha256=actor.key_sha256,
                    order=f"{place}",
                )
            )
            for place, (actor, role) in enumerate(
                ((LEAD, Role.LEAD), (FIRST, Role.VERIFIER), (SECOND, Role.VERIFIER)), start=1
            )
        ]
        client = change.put(
            Person(name="周敏", organisation="示例冷轧", title="能源主管", order="9")
        )
    return Team(made[0], made[1], made[2], client)


def reopened(session: Session, *, actor: Actor | None = None) -> Session:
    """Close a session and open its folder again."""
    session.close()
    return Session.open(session.folder, actor or session.actor, session.clock)


def closed(sessions: Iterable[Session]) -> None:
    """Close several sessions."""
    for session in sessions:
        session.close()


# ---------------------------------------------------------------- packages without signatures


@dataclass(frozen=True)
class PlainHead:
    """End of a chain, as a sheet states it."""

    seq: int
    hash: str


@dataclass(frozen=True)
class PlainSheet:
    """As much of `package.json` as a merge reads."""

    kind: str
    engagement_id: str
    replica: str
    key_sha256: str
    seq: int
    prev_root: str
    chains: dict[str, PlainHead]
    ext: dict[str, JsonValue]


@dataclass
class PlainPackage:
    """A package as a merge sees it: verified by assumption, made of lines."""

    manifest: PlainSheet
    root: str
    lines: list[bytes]
    blobs: dict[str, bytes]

    @property
    def blob_names(self) -> tuple[str, ...]:
        """SHA-256 of each blob."""
        return tuple(self.blobs)

    def event_lines(self) -> Iterator[bytes]:
        """The lines without their ends."""
        return iter(self.lines)

    def open_blob(self, sha256: str) -> BinaryIO:
        """A stream of one blob."""
        return io.BytesIO(self.blobs[sha256])


def a_package(
    lines: Iterable[bytes],
    *,
    replica: str,
    key: str,
    seq: int = 1,
    prev_root: str = "0" * 64,
    engagement_id: str = ENGAGEMENT,
    ext: dict[str, JsonValue] | None = None,
    blobs: Iterable[bytes] = (),
) -> PlainPackage:
    """Return a package of some lines; the ends of its chains are read off them."""
    kept = list(lines)
    chains: dict[str, PlainHead] = {}
    for line in kept:
        chain, _, number = json.loads(line)["d"].rpartition(":")
        chains[chain] = PlainHead(int(number), hashlib.sha256(line).hexdigest())
    root = hashlib.sha256(b"\n".join([*kept, str((seq, key, ext)).encode()])).hexdigest()
    sheet = PlainSheet("auditor", engagement_id, replica, key, seq, prev_root, chains, ext or {})
    return PlainPackage(
        sheet, root, kept, {hashlib.sha256(blob).hexdigest(): blob for blob in blobs}
    )


def packed(session: Session, *, seq: int = 1, everything: bool = False) -> PlainPackage:
    """Return what a session would send: its own chain, or every chain it holds."""
    log = session.log
    chains = [c for c in log.chains() if everything or c.replica == session.replica]
    lines = [line for chain in chains for line in log.lines(chain)]
    actor = session.actor or LEAD
    files = [session.evidence.path(name).read_bytes() for name in session.evidence.files()]
    return a_package(
        lines,
        replica=session.replica,
        key=actor.key_sha256,
        seq=seq,
        engagement_id=id_of(log) or ENGAGEMENT,
        blobs=files,
        ext={"forks": evidence(log)},
    )


def give(giver: Session, taker: Session, *, everything: bool = False) -> MergeResult:
    """Merge what one session holds into another, as a job would."""
    with taker.paused():
        return merge_package(
            taker.folder,
            packed(giver, everything=everything),
            taker.now(),
            keep_backup=False,
        )


def two_copies(tmp_path: Path) -> tuple[Session, Session]:
    """Return a lead's engagement with a team, and an auditor's copy that began from it."""
    clock = a_clock()
    lead = a_session(tmp_path, "lead", actor=LEAD, clock=clock, replica="lead")
    an_engagement(lead)
    a_team(lead)
    auditor = a_session(tmp_path, "auditor", actor=FIRST, clock=clock, replica="first")
    give(lead, auditor)
    return lead, auditor
