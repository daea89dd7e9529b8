"""The opening meeting as it stands, and what it still lacks (rule 9.5.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.attendance_sheet import AttendanceSheet, SheetRow
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.meeting import NEEDS_REASON, Meeting, Presence, needs_ink
from cfpdesk.model.population import SEEDED, Population
from cfpdesk.model.team import Person, Side

NOUN = "opening"
MOST_APART = 3
"""Up to so many people without a title stand one by one; more would bury what else is missing."""


@dataclass(frozen=True, slots=True)
class PointState:
    """A point of the agenda.

    Attributes:
        row: the point's row; a template point has its row before it is ever ticked.
        fact: the second line, with this engagement's facts; None where too little is known.
        own: written by a person; title and order are theirs to change.
        note: what was remarked on it.
    """

    row: str
    title: Bilingual
    fact: Bilingual | None
    clauses: tuple[str, ...]
    done_at: datetime | None
    own: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpeningState:
    """Everything the opening page shows.

    Attributes:
        points: template points, then a person's own, in their order.
        sheet: the attendance sheet, the same that is signed and printed.
        known: people of the engagement who are not on the sheet, for completion of names.
        unclear: rows of people whom name and title do not tell apart.
        number_by: name of who said the number.
        populations: the number seeds those of them that were frozen before it was said.
        sealed: the visit is sealed; edits need a reason.
    """

    meeting: Meeting
    points: tuple[PointState, ...]
    sheet: AttendanceSheet
    known: tuple[Person, ...]
    unclear: frozenset[str]
    number_by: str
    sealed: bool
    populations: tuple[Population, ...] = ()

    @property
    def frozen(self) -> tuple[Population, ...]:
        """The populations that the number can serve, or serves."""
        return tuple(one for one in self.populations if one.frozen and one.method in SEEDED)

    @property
    def number_used(self) -> bool:
        """Tell whether a sample was drawn with the number, which therefore stays."""
        said = (self.meeting.spoken_number, self.meeting.spoken_at)
        return any(one.drawn_size and (one.seed_number, one.seed_at) == said for one in self.frozen)

    @property
    def explained(self) -> int:
        """How many points are ticked."""
        return sum(point.done_at is not None for point in self.points)

    @property
    def settled(self) -> int:
        """How many people signed, declined, signed on paper or are absent."""
        return sum(not waits(row) for row in self.sheet.rows)

    @property
    def begun(self) -> bool:
        """Tell whether anything of the meeting was recorded."""
        return bool(self.meeting.started_at or self.explained or self.sheet.rows)


def waits(row: SheetRow) -> bool:
    """Tell whether a signature on the screen is still awaited."""
    return needs_ink(row.presence) and row.signature is None


def opening_blockers(now: OpeningState) -> tuple[Blocker, ...]:
    """Return what the opening meeting still lacks; nothing once the visit is sealed."""
    if now.sealed:
        return ()
    return (
        *_meeting_blockers(now),
        *_people_blockers(now),
        *_number_blockers(now),
        *_population_blockers(now),
    )


def hard_blockers(found: tuple[Blocker, ...]) -> tuple[Blocker, ...]:
    """Return those that keep the meeting from being ended."""
    return tuple(b for b in found if b.level in (Level.HARD, Level.OVERRIDABLE))


def _meeting_blockers(now: OpeningState) -> Iterator[Blocker]:
    if now.meeting.started_at is None:
        yield _blocker(
            "not_started",
            Level.HARD,
            msg("The opening meeting has not begun"),
            msg("Begin"),
            field="begin",
            todo=msg("Begin the opening meeting"),
        )
        return
    open_points = [point for point in now.points if point.done_at is None]
    if open_points:
        yield _blocker(
            "agenda",
            Level.HARD,
            msg("{n} {n:point has|points have} not been explained", n=len(open_points)),
            msg("Go through"),
            row=open_points[0].row,
            field="agenda",
            todo=msg("Explain: {title}", title=open_points[0].title),
        )
    if not now.meeting.place.strip():
        sentence = msg("The place of the meeting is empty")
        yield _blocker("place", Level.WARNING, sentence, msg("Fill in"), field="place")


def _people_blockers(now: OpeningState) -> Iterator[Blocker]:
    if now.meeting.started_at is None:
        return
    rows = now.sheet.rows
    present = [row for row in rows if row.presence is not Presence.ABSENT]
    for side, sentence in (
        (Side.TEAM, msg("Nobody of the team is on the attendance sheet")),
        (Side.CLIENT, msg("Nobody of the client is on the attendance sheet")),
    ):
        if not any(row.side is side for row in present):
            yield _blocker("nobody", Level.HARD, sentence, msg("Add"), field="add_person")
    waiting = [row for row in rows if waits(row)]
    if waiting:
        yield _blocker(
            "unsigned",
            Level.HARD,
            msg("{names} have not signed in", names=names_of(waiting))
            if len(waiting) > 1
            else msg("{name} has not signed in", name=waiting[0].name),
            msg("Sign"),
            row=waiting[0].person,
            field="sign",
            todo=msg("Ask {name} to sign in", name=waiting[0].name),
        )
    for row in rows:
        yield from _row_blockers(row, now.unclear)
    yield from _untitled(rows, now.unclear)


def _untitled(rows: Sequence[SheetRow], unclear: frozenset[str]) -> Iterator[Blocker]:
    """Yield whose titles are empty: one by one where they are few, else in one sentence."""
    empty = [
        row
        for row in rows
        if row.side is Side.CLIENT and not row.title.strip() and row.person not in unclear
    ]
    if len(empty) > MOST_APART:
        names = names_of(empty)
        sentence = msg("The titles of {names} are empty; the sheet will have gaps", names=names)
        told = [(empty[0], sentence)]
    else:
        told = [
            (row, msg("The title of {name} is empty; the sheet will have a gap", name=row.name))
            for row in empty
        ]
    for row, sentence in told:
        yield _blocker(
            "no_title", Level.WARNING, sentence, msg("Fill in"), row=row.person, field="title"
        )


def _row_blockers(row: SheetRow, unclear: frozenset[str]) -> Iterator[Blocker]:
    if row.presence in NEEDS_REASON and not row.reason.strip():
        absent = row.presence is Presence.ABSENT
        yield _blocker(
            "no_reason",
            Level.HARD if absent else Level.WARNING,
            msg("{name} is absent without a reason", name=row.name)
            if absent
            else msg("{name} left early without a reason", name=row.name),
            msg("Fill in"),
            row=row.person,
            field="reason",
        )
    if row.presence is Presence.LEFT_EARLY and row.signature is None:
        yield _blocker(
            "left_unsigned",
            Level.WARNING,
            msg("{name} left early and has not signed", name=row.name),
            msg("Look"),
            row=row.person,
            field="sign",
        )
    if row.person in unclear:
        yield _blocker(
            "namesake",
            Level.HARD,
            msg("There are several people called {name}; their titles must differ", name=row.name),
            msg("Fill in"),
            row=row.person,
            field="title",
        )
    if row.signature is not None and row.signature.declined:
        yield _blocker(
            "declined",
            Level.INFO,
            msg("{name} did not sign; it prints as it is", name=row.name),
            msg("Look"),
            row=row.person,
            field="sign",
        )


def _number_blockers(now: OpeningState) -> Iterator[Blocker]:
    if now.meeting.started_at is None or now.meeting.spoken_number:
        return
    yield Blocker(
        code=f"{NOUN}.number",
        level=Level.WARNING,
        clause="ISO14064-3:6.1.3",
        sentence=msg("The client has not said a number yet"),
        remedy=msg("Ask"),
        target=Target(NOUN, field="number"),
        todo=msg("Ask the client for any number"),
    )


def _population_blockers(now: OpeningState) -> Iterator[Blocker]:
    """Yield the populations that a number said now would not serve."""
    if now.meeting.started_at is None or now.meeting.spoken_number:
        return
    for one in now.populations:
        if one.method in SEEDED and not one.frozen:
            yield Blocker(
                code=f"{NOUN}.unfrozen",
                level=Level.WARNING,
                clause="ISO14064-3:6.1.3",
                sentence=msg(
                    "{name} is not frozen; a number said now does not serve it", name=one.name
                ),
                remedy=msg("Freeze"),
                target=Target("sampling", one.row),
            )


def names_of(rows: Sequence[SheetRow]) -> Bilingual:
    """Return up to four names, and that there are more."""
    names = [row.name for row in rows]
    if len(names) > 4:
        return Bilingual(f"{'、'.join(names[:4])}等", f"{', '.join(names[:4])} …")
    return Bilingual("、".join(names), ", ".join(names))


def _blocker(
    code: str,
    level: Level,
    sentence: Message,
    remedy: Message,
    *,
    row: str = "",
    field: str = "",
    todo: Message | None = None,
) -> Blocker:
    return Blocker(
        code=f"{NOUN}.{code}",
        level=level,
        clause="RULE:9.5.2",
        sentence=sentence,
        remedy=remedy,
        target=Target(NOUN, row, field),
        todo=todo,
    )
