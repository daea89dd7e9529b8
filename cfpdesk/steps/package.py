"""Sign and export: the X-ray, what the package holds, for whom.

`survey` reads the session on its own thread; `examine` hashes files and journal and may run in a
job; `xray` (model) turns what was seen into the list of checks.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cfpdesk.i18n import Message, msg
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.checklist import Answer, Verdict, applicable, is_done
from cfpdesk.model.closing import KeyDatum, key_data_facts, key_facts
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import PACKAGE_LIMIT_BYTES, Evidence, EvidenceKind, Link
from cfpdesk.model.finding import Finding, Position
from cfpdesk.model.gate import Blocker, Mark, StepStatus, Target
from cfpdesk.model.meeting import MeetingKind, Signature, SignPurpose
from cfpdesk.model.package import PackageKind
from cfpdesk.model.record import Blob
from cfpdesk.model.xray import for_an_auditor
from cfpdesk.model.xray_seen import FileSeen, Seen, SignedSeen
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.computed_query import computed_seen
from cfpdesk.store.exclusion import PackageRecord, packages
from cfpdesk.store.export import default_kind
from cfpdesk.store.journal_check import check_journal
from cfpdesk.store.receipt import Received, received
from cfpdesk.store.seal_query import amendments
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import current_trust
from cfpdesk.store.verdict import Verdict as Fate

NOUN = "package"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package will weigh, by kind, in bytes.

    Attributes:
        files: number of originals.
        limit: what it should stay below to fit a mail system or a shared stick.
    """

    photos: int
    documents: int
    records: int
    signatures: int
    files: int
    limit: int = PACKAGE_LIMIT_BYTES

    @property
    def total(self) -> int:
        """All bytes."""
        return self.photos + self.documents + self.records + self.signatures


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a package can be encrypted for.

    Attributes:
        address: the age recipient, `age1…`.
        lead: the person leads; an auditor's package goes to them.
    """

    name: str
    organisation: str
    key_sha256: str
    address: str
    lead: bool


@dataclass(frozen=True, slots=True)
class PackageState:
    """What the page shows without hashing anything.

    Attributes:
        kind: what the person here hands on.
        last: the newest own export, None before the first.
        fresh: own operations since then.
        recipients: people of the trust list but oneself.
        contents: what a package would weigh now.
        received: the lead's word for the last export, once a receipt was taken in.
    """

    kind: PackageKind
    last: PackageRecord | None
    fresh: int
    recipients: tuple[Recipient, ...]
    contents: Contents
    received: Received | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """A file that is to be hashed again."""

    name: str
    row: str
    path: Path
    blob: Blob


@dataclass(frozen=True, slots=True)
class Survey:
    """What was read on the session's thread; `examine` goes on from here without a session."""

    seen: Seen
    originals: tuple[Original, ...]
    signed: tuple[tuple[SignedSeen, Path | None, str], ...]
    database: Path


def state(session: Session) -> PackageState:
    """Return sizes, recipients and the last export."""
    own = {session.replica: _exported_to(session)}
    last = _last_export(session)
    return PackageState(
        kind=default_kind(session),
        last=last,
        fresh=len(session.operations_since(own)),
        recipients=_recipients(session),
        contents=contents(session),
        received=received(session).get(last.root) if last else None,
    )


def _last_export(session: Session) -> PackageRecord | None:
    """Return the last package with work in it; a kit hands work out and brings none in."""
    exports = (
        record
        for record in packages(session)
        if record.verdict is Fate.EXPORTED
        and record.replica == session.replica
        and not session.log.meta(f"kit:{record.root}", "")
    )
    return next(exports, None)


def _exported_to(session: Session) -> int:
    """Return the number of the last event of this device that went out."""
    return int(session.log.meta(f"exported:{session.replica}", "0"))


def _recipients(session: Session) -> tuple[Recipient, ...]:
    me = session.actor.key_sha256 if session.actor else ""
    return tuple(
        Recipient(
            person.name,
            person.organisation,
            key.key_sha256,
            key.age_recipient,
            "lead" in person.roles,
        )
        for person in current_trust(session).persons
        for key in person.keys
        if key.revoked is None and key.key_sha256 != me and key.age_recipient
    )


def contents(session: Session) -> Contents:
    """Return the sizes by kind, each original once."""
    photos: dict[str, int] = {}
    documents: dict[str, int] = {}
    for evidence in session.all(Evidence):
        if evidence.file is not None:
            kind = photos if evidence.kind is EvidenceKind.PHOTO else documents
            kind[evidence.file.sha256] = evidence.file.size
    signatures: dict[str, int] = {}
    for signature in session.all(Signature):
        for blob in (signature.facts, signature.ink):
            if blob is not None:
                signatures[blob.sha256] = blob.size
    return Contents(
        photos=sum(photos.values()),
        documents=sum(documents.values()),
        records=session.database.stat().st_size,
        signatures=sum(signatures.values()),
        files=len(photos | documents | signatures),
    )


def survey(session: Session, standing: Sequence[Blocker]) -> Survey:
    """Return everything the X-ray needs of the session; `standing` are all steps' blockers."""
    if default_kind(session) is PackageKind.AUDITOR:
        standing = for_an_auditor(standing)
    engagement = session.find(Engagement)
    items = applicable(checklist_of(session), engagement)
    answers = {answer.item: answer for answer in session.all(Answer)}
    wanted = [answers[item.id] for item in items if item.id in answers]
    findings = session.all(Finding)
    evidence = session.all(Evidence)
    linked = {link.evidence for link in session.all(Link)}
    signatures = session.all(Signature)
    seen = Seen(
        standing=tuple(standing),
        opening=_signed_in(session, MeetingKind.OPENING),
        closing=_signed_in(session, MeetingKind.CLOSING),
        finding_signatures=sum(s.subject_table == Finding.TABLE for s in signatures),
        items=len(items),
        answered=sum(is_done(answer) for answer in wanted),
        not_applicable=sum(answer.verdict is Verdict.NOT_APPLICABLE for answer in wanted),
        unlinked=sum(piece.row not in linked for piece in evidence),
        computed=computed_seen(session),
        findings=len(findings),
        disputed=sum(finding.position is Position.DISPUTED for finding in findings),
        amendments=len(amendments(session)),
    )
    originals = [
        Original(piece.number, piece.row, session.evidence.path(piece.file), piece.file)
        for piece in evidence
        if piece.file is not None
    ]
    return Survey(seen, tuple(originals), _signed(session, signatures), session.database)


def examine(found: Survey, tell: Callable[[int, int, Message], object] | None = None) -> Seen:
    """Hash every original, every signed content and the whole journal; needs no session.

    Args:
        found: what was read before.
        tell: told (done, total, what) in bytes; may raise to stop.
    """
    total = sum(original.blob.size for original in found.originals)
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        if tell is not None:
            tell(done, total, msg("Checking originals"))

    files = tuple(_file(original, step) for original in found.originals)
    signed = tuple(
        replace(seen, intact=path is not None and _sha256(path, lambda _n: None) == wanted)
        for seen, path, wanted in found.signed
    )
    journal = check_journal(
        found.database,
        (lambda _lines: tell(done, total, msg("Checking the journal"))) if tell else None,
    )
    return replace(
        found.seen,
        files=files,
        signed=signed,
        events=journal.events,
        chain_breaks=journal.broken,
        backwards_s=journal.backwards_s,
    )


def blockers(session: Session) -> tuple[Blocker, ...]:  # noqa: ARG001 - the contract of a step
    """Return nothing: what a package lacks is mended in the steps, and listed by the X-ray."""
    return ()


def _file(original: Original, step: Callable[[int], object]) -> FileSeen:
    sha256 = _sha256(original.path, step)
    return FileSeen(
        name=original.name,
        row=original.row,
        size=original.blob.size,
        present=bool(sha256),
        same=sha256 == original.blob.sha256,
    )


def _sha256(path: Path, step: Callable[[int], object]) -> str:
    """Return the hash of a file's bytes, empty where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                step(len(chunk))
    except OSError:
        return ""
    return digest.hexdigest()


def _signed_in(session: Session, kind: MeetingKind) -> int:
    return sum(row.signature is not None for row in attendance_sheet(session, kind).rows)


def _signed(
    session: Session, signatures: Sequence[Signature]
) -> tuple[tuple[SignedSeen, Path | None, str], ...]:
    """Return each signature with the file it is bound to and that file's hash."""
    shown = _shown_today(session)
    newest: dict[tuple[str, str, str], Signature] = {}
    for signature in signatures:
        newest[(str(signature.purpose), signature.subject, signature.person)] = signature
    found = []
    for signature in signatures:
        facts = signature.facts
        today = shown.get((str(signature.purpose), signature.subject))
        standing = newest[(str(signature.purpose), signature.subject, signature.person)]
        stale = facts is not None and today is not None and facts.sha256 != today
        seen = SignedSeen(
            label=_label(signature),
            target=_target(signature),
            current=not (stale and standing.row == signature.row),
        )
        path = session.evidence.path(facts) if facts else None
        found.append((seen, path, facts.sha256 if facts else ""))
    return tuple(found)


def _shown_today(session: Session) -> dict[tuple[str, str], str]:
    """Return the hash of what would be signed today, by purpose and subject."""
    found = {}
    for kind in MeetingKind:
        sheet = attendance_sheet(session, kind)
        found[(str(SignPurpose.ATTENDANCE), sheet.meeting)] = sheet.facts_sha256
    engagement = session.find(Engagement)
    data = {datum.code: datum for datum in session.all(KeyDatum)}
    facts = canonical_json(key_data_facts(engagement, key_facts(engagement, data)))
    found[(str(SignPurpose.KEY_DATA), engagement.row)] = hashlib.sha256(facts).hexdigest()
    return found


def _label(signature: Signature) -> Message:
    what = {
        SignPurpose.ATTENDANCE: msg("attendance"),
        SignPurpose.FINDING_AGREED: msg("finding"),
        SignPurpose.FINDING_DISPUTED: msg("finding"),
        SignPurpose.KEY_DATA: msg("key data"),
        SignPurpose.RECEIPT: msg("receipt"),
        SignPurpose.STATEMENTS: msg("statements of the team"),
    }[signature.purpose]
    return msg("{name} ({what})", name=signature.name, what=what)


def _target(signature: Signature) -> Target:
    if signature.subject_table == Finding.TABLE:
        return Target("finding", signature.subject, "sign")
    if signature.purpose is SignPurpose.KEY_DATA:
        return Target("closing", field="key_signature")
    if signature.purpose is SignPurpose.STATEMENTS:
        return Target("engagement", signature.person, "statement")
    return Target("opening" if _is_opening(signature) else "closing", signature.person, "sign")


def _is_opening(signature: Signature) -> bool:
    from cfpdesk.model.meeting import Meeting

    return signature.subject == Meeting(kind=MeetingKind.OPENING).row


def status(session: Session) -> StepStatus:
    """Return whether the newest work has been exported; asked after every commit, so kept cheap."""
    last = _last_export(session)
    if last is None:
        return StepStatus(Mark.NOT_STARTED)
    exported = _exported_to(session)
    fresh = any(c.replica == session.replica and c.max_seq > exported for c in session.log.chains())
    return StepStatus(Mark.IN_PROGRESS if fresh else Mark.DONE, figure=str(last.seq))
