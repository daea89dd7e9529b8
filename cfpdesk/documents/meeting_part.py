"""What the minutes of both meetings have in common: how long it took, who took part, and how."""

from collections import Counter

from cfpdesk.documents.attendance import TEAM
from cfpdesk.documents.document import Column, Options, Row, Said, Table, Words
from cfpdesk.documents.row import joined, row
from cfpdesk.i18n import Bilingual, Text, msg
from cfpdesk.model.attendance_sheet import AttendanceSheet, SheetRow
from cfpdesk.model.meeting import PRESENCE_NAMES, Meeting
from cfpdesk.model.team import ROLE_NAMES, Role, Side


def times(meeting: Meeting, options: Options) -> Text:
    """Return when a meeting began and ended."""
    began, ended = meeting.started_at, meeting.ended_at
    if began is None:
        return msg("not begun")
    start = options.moment(began)
    return f"{start} – {options.clock(ended)}" if ended else msg("{start}, not ended", start=start)


def duration(meeting: Meeting) -> Text:
    """Return how long a meeting took, in minutes."""
    began, ended = meeting.started_at, meeting.ended_at
    if began is None or ended is None:
        return "–"
    return msg("{n} min", n=max(1, round((ended - began).total_seconds() / 60)))


def counted(sheet: AttendanceSheet) -> Text:
    """Return how many were there, and in which way."""
    found = Counter(person.presence for person in sheet.rows)
    return joined(
        msg("{presence} {n}", presence=name, n=found[presence])
        for presence, name in PRESENCE_NAMES.items()
        if found[presence]
    )


def people(sheet: AttendanceSheet, options: Options) -> Table:
    """Return who took part, the team before the client; with `blank` rows for the pen."""
    rows: list[Row] = []
    for side, name in ((Side.TEAM, TEAM), (Side.CLIENT, msg("Client"))):
        inside = [person for person in sheet.rows if person.side is side]
        if inside:
            rows.append(row("", name, "", "", str(len(inside)), strong=True))
        rows += [_person(at, person, options) for at, person in enumerate(inside, 1)]
    if options.blank:
        rows += [row("", "", "", "", "") for _ in range(options.blank_rows)]
    columns = (
        Column(msg("No."), 12, "center"),
        Column(msg("Name"), 34, strong=True),
        Column(msg("Organisation"), 50),
        Column(Bilingual("职务", "Title"), 40),
        Column(msg("Took part"), 38),
    )
    return Table(msg("Who took part"), columns, tuple(rows), dense=True)


def _person(number: int, person: SheetRow, options: Options) -> Row:
    title: Text = person.title or (
        ROLE_NAMES[person.role] if person.role is not Role.CLIENT else ""
    )
    part: Text | Words = ""
    if not options.blank:
        signed = person.signature
        said = [Said(msg("Reason:"), person.reason)] if person.reason.strip() else []
        note: Text = ""
        if signed is not None:
            note = msg("does not sign") if signed.declined else msg("signed")
            if signed.declined and signed.reason.strip():
                said.append(Said(msg("Reason:"), signed.reason))
        part = Words(PRESENCE_NAMES[person.presence], note=note, said=tuple(said))
    return row(Words(str(number), quiet=True), person.name, person.organisation, title, part)
