"""Evidence: bring in, prove, and link what was seen (rules 9.6.2, 9.7, 9.8.3)."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.checklist import Answer
from cfpdesk.model.closing import Seal
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.evidence import (
    EVIDENCE_WORD,
    PACKAGE_LIMIT_BYTES,
    Evidence,
    EvidenceKind,
    Link,
    LinkRole,
    is_of_system,
    kind_of,
    next_number,
    taken_time,
)
from cfpdesk.model.evidence_view import (
    EvidencesState,
    EvidenceState,
    EvidenceText,
    EvidenceTick,
    Incoming,
    LinkState,
    LinkTarget,
    Source,
    Taken,
)
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus, Target
from cfpdesk.model.photo_mark import HIDING, PhotoMark
from cfpdesk.model.record import Blob
from cfpdesk.store.evidence_folder import Kept
from cfpdesk.store.link_query import links_of, place_of, targets
from cfpdesk.store.record_edit import delete_with_reason, existing, put_if_changed
from cfpdesk.store.session import Change, Session

__all__ = [
    "NOUN",
    "EvidenceState",
    "EvidenceText",
    "EvidenceTick",
    "EvidencesState",
    "Incoming",
    "LinkState",
    "LinkTarget",
    "Source",
    "Taken",
    "add_interview",
    "blockers",
    "delete",
    "hash_of",
    "link",
    "links_of",
    "new_files",
    "place_of",
    "set_held_at",
    "set_kind",
    "set_period",
    "state",
    "status",
    "take_in",
    "targets",
    "tick",
    "unlink",
    "write",
]

NOUN = "evidence"


def state(session: Session) -> EvidencesState:
    """Return all evidence, and what it weighs."""
    items, size = session.remember(NOUN, lambda: _pieces(session))
    return EvidencesState(items, size, shutil.disk_usage(session.folder).free)


def _pieces(session: Session) -> tuple[tuple[EvidenceState, ...], int]:
    """Return the evidence, and the size of all originals, every file counted once."""
    links = Counter(link.evidence for link in session.all(Link))
    links.update(table.evidence for table in session.all(Dataset))
    marks = session.all(PhotoMark)
    marked = {mark.evidence for mark in marks if mark.kind not in HIDING}
    redacted = {mark.evidence for mark in marks if mark.kind in HIDING}
    items = tuple(
        _state_of(e, links[e.row], marked=e.row in marked, redacted=e.row in redacted)
        for e in session.all(Evidence)
    )
    sizes = {i.evidence.file.sha256: i.evidence.file.size for i in items if i.evidence.file}
    return items, sum(sizes.values())


def _state_of(evidence: Evidence, links: int, *, marked: bool, redacted: bool) -> EvidenceState:
    taken = taken_time(evidence)
    shown = taken or evidence.held_at or evidence.received_at
    return EvidenceState(evidence, links, shown, taken is not None, marked, redacted)


def hash_of(data: Path | bytes) -> str:
    """Return the SHA-256 of a file's bytes as hex.

    Raises:
        UserError: if the file cannot be read.
    """
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    try:
        with data.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UserError(
            msg("{name} cannot be read. Copy it to this computer and try again.", name=data.name)
        ) from error


def take_in(
    session: Session, files: Sequence[Incoming], target: LinkTarget | None = None
) -> tuple[Taken, ...]:
    """Take files in as evidence, in one operation; the originals stay byte-identical.

    A file whose bytes are here already is not copied: its piece of evidence is returned, and
    linked to the target like a new one.

    Args:
        files: what came, with metadata.
        target: what the evidence is for, if that is known.

    Raises:
        UserError: if a file cannot be read or the disk is full; then nothing was taken in.
    """
    if not files:
        return ()
    known = {e.file.sha256: e for e in session.all(Evidence) if e.file}
    hashes = [file.sha256 or hash_of(file.data) for file in files]
    fresh = {h for h in hashes if h not in known}
    if not fresh and target is None:
        return tuple(Taken(known[h], known=True) for h in hashes)
    me = session.me()
    place = me.place if me else 0
    numbers = {str(number) for number in session.given(Evidence, "number")}
    taken: list[Taken] = []
    new = {h: file for file, h in zip(files, hashes, strict=True) if h in fresh}
    with session.transact(_intake_title(tuple(new.values()) or files)) as change:
        for file, digest in zip(files, hashes, strict=True):
            piece = known.get(digest)
            if piece is None:
                blob = _attached(change, file, digest)
                number = next_number(place, numbers)
                numbers.add(number)
                piece = change.put(_new_piece(file, blob, number, change.now))
                known[digest] = piece
            taken.append(Taken(piece, digest not in fresh))
            fresh.discard(digest)
            if target is not None:
                _put_target(session, change, target)
                change.put(Link(evidence=piece.row, target_table=target.table, target=target.row))
    return tuple(taken)


def _attached(change: Change, file: Incoming, digest: str) -> Blob:
    if file.size is None or file.crc32 is None:
        return change.attach(file.data, mime=file.mime, name=file.name)
    kept = Kept(digest, file.size, file.crc32)
    return change.attach_kept(kept, mime=file.mime, name=file.name)


def _intake_title(files: Sequence[Incoming]) -> Message:
    if len(files) == 1:
        return msg("Take in {name}", name=files[0].name)
    return msg("Take in {n} files", n=len(files))


def _new_piece(file: Incoming, blob: Blob, number: str, now: datetime) -> Evidence:
    return Evidence(
        number=number,
        kind=kind_of(file.mime),
        file=blob,
        taken_at=file.taken_at,
        device=file.device,
        pixels=file.pixels,
        received_at=now,
        source=file.source.value,
    )


def new_files(session: Session, files: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that are not here yet, by name and size, oldest first.

    Reading a phone's whole folder would take minutes; whatever looks new is hashed at intake, so
    that a renamed copy is still found then.
    """
    known = {(e.file.name, e.file.size) for e in session.all(Evidence) if e.file}
    found = []
    for path in files:
        if is_of_system(path.name) or not path.is_file():
            continue
        facts = path.stat()
        if (path.name, facts.st_size) not in known and facts.st_size:
            found.append((facts.st_mtime_ns, path.name, path))
    return tuple(path for *_, path in sorted(found))


def add_interview(session: Session) -> Evidence:
    """Begin the record of an interview, held now, and return it."""
    me = session.me()
    taken = (str(number) for number in session.given(Evidence, "number"))
    number = next_number(me.place if me else 0, taken)
    with session.transact(msg("Add interview {number}", number=number)) as change:
        return change.put(
            Evidence(
                number=number,
                kind=EvidenceKind.INTERVIEW,
                received_at=change.now,
                held_at=change.now,
            )
        )


def write(session: Session, row: str, field: EvidenceText, text: str) -> None:
    """Write one text of a piece of evidence; the same text again writes nothing."""
    before = existing(session, Evidence, row)
    texts = {
        EvidenceText.CAPTION: msg("{number}: caption", number=before.number),
        EvidenceText.PLACE: msg("{number}: place", number=before.number),
        EvidenceText.NOTES: msg("{number}: notes", number=before.number),
        EvidenceText.INTERVIEWEE: msg("{number}: person", number=before.number),
        EvidenceText.INTERVIEWEE_ROLE: msg("{number}: role", number=before.number),
    }
    put_if_changed(session, before, before.but(**{field.value: text.strip()}), texts[field])


def tick(session: Session, row: str, field: EvidenceTick, *, on: bool) -> None:
    """Set one of the yes-or-no facts."""
    before = existing(session, Evidence, row)
    texts = {
        EvidenceTick.FOR_CLIENT: msg("{number}: who may see it", number=before.number),
        EvidenceTick.SEEN_ORIGINAL: msg("{number}: original seen", number=before.number),
        EvidenceTick.UNREADABLE: msg("{number}: readable or not", number=before.number),
        EvidenceTick.CONSENT: msg("{number}: consent", number=before.number),
    }
    put_if_changed(session, before, before.but(**{field.value: on}), texts[field])


def set_kind(session: Session, row: str, kind: EvidenceKind) -> None:
    """Say what a piece is: the notes of an interview come as a document, a paper as a photo."""
    before = existing(session, Evidence, row)
    title = msg("{number}: {kind}", number=before.number, kind=EVIDENCE_WORD[kind])
    put_if_changed(session, before, before.but(kind=kind), title)


def set_period(session: Session, row: str, start: date | None, end: date | None) -> None:
    """Write the period the paper is about.

    Raises:
        UserError: if it ends before it begins.
    """
    if start and end and end < start:
        raise UserError(msg("The period ends before it begins."))
    before = existing(session, Evidence, row)
    after = before.but(period_from=start, period_to=end)
    put_if_changed(session, before, after, msg("{number}: period", number=before.number))


def set_held_at(session: Session, row: str, when: datetime | None) -> None:
    """Write when an interview took place."""
    before = existing(session, Evidence, row)
    after = before.but(held_at=when)
    put_if_changed(
        session, before, after, msg("{number}: time of the interview", number=before.number)
    )


def link(
    session: Session, rows: Sequence[str], target: LinkTarget, role: LinkRole = LinkRole.FACT
) -> None:
    """Say that evidence supports an answer, a line or a finding; a link that stands stays."""
    present = {link.row: link for link in session.all(Link)}
    wanted = (
        Link(evidence=row, target_table=target.table, target=target.row, role=role) for row in rows
    )
    fresh = [link for link in wanted if present.get(link.row) != link]
    if not fresh:
        return
    with session.transact(msg("Link evidence to {code}", code=target.code)) as change:
        _put_target(session, change, target)
        for one in fresh:
            change.put(one)


def unlink(session: Session, row: str) -> None:
    """Take one link away; the evidence stays."""
    found = session.get(Link, row)
    if found is None:
        return
    piece = session.get(Evidence, found.evidence)
    with session.transact(msg("Unlink {number}", number=piece.number if piece else "")) as change:
        change.remove(found)


def delete(session: Session, row: str, reason: str) -> None:
    """Take a piece of evidence out of the engagement; its file and its history stay.

    Raises:
        UserError: if no reason is given.
    """
    delete_with_reason(session, Evidence, row, reason)


def _put_target(session: Session, change: Change, target: LinkTarget) -> None:
    """Create the answer or review a link leads to; nobody may have written it yet."""
    fresh = target.record
    if fresh is None and target.table == Answer.TABLE:
        fresh = Answer(item=target.code)
    if fresh is not None and session.get(type(fresh), target.row) is None:
        change.put(fresh)


def status(session: Session) -> StepStatus:
    """Return how much of the evidence is linked."""
    items, _size = session.remember(NOUN, lambda: _pieces(session))
    linked = sum(item.links > 0 for item in items)
    if session.all(Seal):
        mark = Mark.SEALED
    elif items and linked == len(items):
        mark = Mark.DONE
    else:
        mark = Mark.IN_PROGRESS if items else Mark.NOT_STARTED
    return StepStatus(mark, linked, len(items), str(len(items)) if items else "")


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return what the evidence still misses: links, captions, times; and its size."""
    items, size = session.remember(NOUN, lambda: _pieces(session))
    found: list[Blocker] = []
    loose = [i.evidence for i in items if not i.links]
    if loose:
        sentence = msg(
            "{n} {n:piece is linked to nothing and stays|pieces are linked to nothing and stay}"
            " out of the report",
            n=len(loose),
        )
        found.append(_about(loose, "unlinked", Level.WARNING, sentence, msg("Link"), "links"))
    blank = [i.evidence for i in items if not i.evidence.caption.strip()]
    if blank:
        sentence = msg("{n} {n:piece has|pieces have} no caption", n=len(blank))
        found.append(_about(blank, "caption", Level.WARNING, sentence, msg("Write"), "caption"))
    photos = [i for i in items if i.evidence.kind is EvidenceKind.PHOTO]
    timeless = [i.evidence for i in photos if not i.taken]
    if timeless:
        sentence = msg(
            "{n} {n:photo does not say when it was|photos do not say when they were} taken",
            n=len(timeless),
        )
        found.append(_about(timeless, "time", Level.INFO, sentence, msg("Show"), "caption"))
    dim = [i.evidence for i in items if i.evidence.unreadable]
    if dim:
        sentence = msg(
            "{n} {n:piece|pieces} cannot be read where it matters: take {n:it|them} again",
            n=len(dim),
        )
        found.append(_about(dim, "unreadable", Level.WARNING, sentence, msg("Show"), "unreadable"))
    spoken = [i.evidence for i in items if i.evidence.kind is EvidenceKind.INTERVIEW]
    silent = [e for e in spoken if not e.consent]
    if silent:
        sentence = msg("{n} {n:interview is|interviews are} noted without consent", n=len(silent))
        found.append(_about(silent, "consent", Level.WARNING, sentence, msg("Show"), "consent"))
    if size > PACKAGE_LIMIT_BYTES:
        sentence = msg(
            "The originals weigh {size} MB; a package should stay below {limit} MB",
            size=size // 1_000_000,
            limit=PACKAGE_LIMIT_BYTES // 1_000_000,
        )
        everything = [item.evidence for item in items]
        found.append(_about(everything, "size", Level.INFO, sentence, msg("Show"), ""))
    return tuple(found)


def _about(
    pieces: Sequence[Evidence],
    code: str,
    level: Level,
    sentence: Message,
    remedy: Message,
    field: str,
) -> Blocker:
    target = Target(NOUN, pieces[0].row, field)
    return Blocker(f"evidence.{code}", level, "RULE:9.8.3", sentence, remedy, target)
