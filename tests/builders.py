"""One-line makings for tests: a clock that ticks, a session, a team, two copies that meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cfpdesk.i18n import msg
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.journal import Actor, Clock
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.store.session import Session

START = datetime(2026, 4, 14, 1, 0, tzinfo=UTC)  # nine o'clock in Beijing

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
                engagement_id="6f1c2f0e-9d0b-4c56-8d0a-1f7f5c3f2a10",
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
