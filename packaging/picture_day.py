"""The sample day by the steps' own verbs, for the pictures of the guide.

Three people on three computers live the day of `resources/sample/day.json`: the lead hands out the
kit, two auditors come back with signed packages, the lead takes them in and holds the closing
meeting. Nothing here is written past the steps.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import picture_figures  # type: ignore[import-not-found]

from cfpdesk.exchange.photo_metadata import read_facts
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.choice import Choice, Side
from cfpdesk.model.evidence import EvidenceKind, LinkRole
from cfpdesk.model.finding import FindingKind, FindingState, Position, move_to
from cfpdesk.model.journal import Actor
from cfpdesk.model.meeting import MeetingKind, Presence
from cfpdesk.model.package import PackageKind
from cfpdesk.steps import (
    attendance,
    checklist,
    closing,
    engagement,
    evidence,
    finding,
    finding_signature,
    merge,
    opening,
    sample,
    team,
)
from cfpdesk.steps.checklist import AnswerText
from cfpdesk.steps.evidence import EvidenceText, EvidenceTick, Incoming, LinkTarget, Source
from cfpdesk.steps.finding import FindingText
from cfpdesk.store.attendance_query import attendance_sheet
from cfpdesk.store.export import export_package
from cfpdesk.store.identity import Identity, create_identity
from cfpdesk.store.kit import open_kit
from cfpdesk.store.reception import receive
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given
from cfpdesk.store.trust_state import current_trust

SAMPLE = Path(__file__).resolve().parents[1] / "resources" / "sample"
BODY = "嘉泰检验认证有限公司 CICC"
PASSPHRASE = "a sentence for the pictures only"
LEAD, AUDITORS = "lin", ("su", "gao")
STATES = (
    FindingState.RAISED,
    FindingState.TOLD,
    FindingState.ANSWERED,
    FindingState.CORRECTED,
    FindingState.VERIFIED,
    FindingState.CLOSED,
)


class Clock:
    """The clock of a computer: moved on by the day, and a little at every look; never back."""

    def __init__(self, start: str) -> None:
        self._now = datetime.fromisoformat(start)

    def set(self, at: str) -> None:
        """Move it on to an ISO time with its zone."""
        self._now = max(self._now, datetime.fromisoformat(at))

    def __call__(self) -> datetime:
        """Return the time."""
        self._now += timedelta(milliseconds=70)
        return self._now


@dataclass
class Day:
    """The day, its people and where their engagements lie."""

    place: Path
    clocks: dict[str, Clock] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=lambda: _read("day.json"))
    rows: dict[str, str] = field(default_factory=dict)
    identities: dict[str, Identity] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        """The lead's clock."""
        return self.clocks[LEAD]

    def home(self, who: str) -> Path:
        """Return the folder of a person's identity and settings."""
        return self.place / "homes" / who

    def folder(self, who: str) -> Path:
        """Return a person's engagement."""
        return self.place / "engagements" / who / "CFP-2026-0417"

    def ink(self, who: str) -> bytes:
        """Return a person's drawn signature."""
        drawn = json.dumps(_read("signatures.json")[who], sort_keys=True, separators=(",", ":"))
        return drawn.encode()

    def package(self, who: str) -> Path:
        """Return the package that an auditor hands to the lead."""
        return self.place / f"CFP-2026-0417-{who}.cfpkg"


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLE / name).read_text("utf-8"))
    return found


def until_the_last_signs(place: Path) -> tuple[Day, Session]:
    """Live until the last one is to sign in; returns the lead's engagement."""
    day = Day(place)
    names = {p["key"]: p["name"] for p in _read("engagement.json")["people"]}
    for who in (LEAD, *AUDITORS):
        day.clocks[who] = clock = Clock("2026-03-17T16:00:00+08:00")
        day.identities[who] = create_identity(
            day.home(who), name=names[who], organisation=BODY, passphrase=PASSPHRASE, now=clock()
        )
    session = _prepare(day)
    for who in AUDITORS:
        _visit(day, who)
    hold_opening(day, session)
    return day, session


def until_one_is_in(day: Day, session: Session) -> None:
    """End the opening meeting, do the lead's part, take in the first package."""
    last = [r for r in day.data["opening"]["attendance"] if r["person"] == "zhou"]
    sign_in(day, session, MeetingKind.OPENING, last)
    day.clock.set(day.data["opening"]["ended_at"])
    opening.end(session)
    day.clock.set("2026-03-19T09:30:00+08:00")
    with_evidence(session, day.data["auditors"][LEAD])
    take_package(day, session, "su")


def _actor(identity: Identity) -> Actor:
    return Actor(identity.card.name, identity.key_sha256)


def _prepare(day: Day) -> Session:
    lead = day.identities[LEAD]
    day.folder(LEAD).parent.mkdir(parents=True)
    session = Session.create(day.folder(LEAD), _actor(lead), day.clock)
    day.rows = sample.prepare(session, lead.card_file()).rows
    for kind in ("opening", "closing"):
        meeting = day.data[kind]
        at = datetime.fromisoformat(meeting["started_at"]).replace(second=0)
        engagement.arrange(session, MeetingKind(kind), at)
        engagement.arrange_place(session, MeetingKind(kind), meeting["place"])
    for who in AUDITORS:
        card = day.identities[who].card_file()
        key = team.take_card(session, day.rows[who], card, f"{who}.cfid")
        team.trust_key(session, key.key_sha256, team.Compared.READ_ALOUD)
    export_package(session, day.place / "kit.cfpkg", lead.unlock(PASSPHRASE), PackageKind.KIT)
    return session


def _visit(day: Day, who: str) -> None:
    """Let an auditor work through the day and hand over the package."""
    me = day.identities[who]
    clock = day.clocks[who]
    clock.set("2026-03-18T17:40:00+08:00" if who == "su" else "2026-03-19T09:50:00+08:00")
    day.folder(who).parent.mkdir(parents=True)
    with open_kit(
        day.place / "kit.cfpkg",
        day.folder(who),
        _actor(me),
        clock,
        lead_key_sha256=day.identities[LEAD].key_sha256,
    ) as session:
        done = day.data["auditors"][who]
        evidence_of = with_evidence(session, done)
        picture_figures.recalculate(session, done, evidence_of)
        names = {p["key"]: p["name"] for p in _read("engagement.json")["people"]}
        picture_figures.sample(session, done, evidence_of, names)
        for told in done["findings"]:
            raise_finding(day, clock, session, told, evidence_of)
            picture_figures.raised(session, told)
        export_package(
            session,
            day.package(who),
            me.unlock(PASSPHRASE),
            PackageKind.AUDITOR,
            unfinished=True,
        )


# The meetings ---------------------------------------------------------------------------------


def hold_opening(day: Day, session: Session, last: str = "zhou") -> None:
    """Hold the opening meeting; the last one has not signed yet."""
    told = day.data["opening"]
    day.clock.set(told["started_at"])
    opening.begin(session)
    opening.set_place(session, told["place"])
    for point in told["own_points"]:
        opening.add_point(session, point["title"])
    for point in opening.state(session).points:
        opening.tick(session, point.row, done=True)
    day.clock.set(told["spoken"]["at"])
    opening.say_number(session, told["spoken"]["number"], day.rows[told["spoken"]["by"]])
    sign_in(
        day, session, MeetingKind.OPENING, [r for r in told["attendance"] if r["person"] != last]
    )


def sign_in(day: Day, session: Session, kind: MeetingKind, rows: list[dict[str, Any]]) -> None:
    """Let people sign the sheet, each bound to what is shown then."""
    for row in rows:
        person = day.rows[row["person"]]
        if row["presence"] == "absent":
            attendance.attend(session, kind, person, Presence.ABSENT, row.get("reason", ""))
            continue
        day.clock.set(row["at"])
        sheet = attendance_sheet(session, kind)
        given = Given(ink=day.ink(row["person"]))
        attendance.sign(session, person, sheet, given)


def hold_closing(day: Day, session: Session) -> None:
    """Hold the closing meeting up to the seal."""
    told = day.data["closing"]
    by_title = {
        f["key"]: f["title"] for who in AUDITORS for f in day.data["auditors"][who]["findings"]
    }
    day.clock.set(told["started_at"])
    closing.begin(session)
    closing.set_place(session, told["place"])
    for decision in told["decisions"]:
        found = finding.state(session).findings
        one = next(v.finding for v in found if v.finding.title == by_title[decision["finding"]])
        closing.take_position(session, one, Position(decision["position"]))
    for wanted in told["key_data"]:
        for fact in closing.state(session).facts:
            if fact.code == wanted["code"] and not fact.confirmed:
                closing.confirm(session, fact, confirmed=True)
    sign_in(day, session, MeetingKind.CLOSING, told["attendance"])
    day.clock.set(told["key_signed_at"])
    signer = told["key_signer"]
    closing.sign_key_data(session, day.rows[signer], closing.state(session), ink=day.ink(signer))


# The work -------------------------------------------------------------------------------------


def with_evidence(session: Session, done: dict[str, Any]) -> dict[str, str]:
    """Take in evidence, answer the items and link both; returns rows of evidence by file."""
    kept: dict[str, str] = {}
    for piece in [*done["evidence"], *done["documents"], *done["interviews"]]:
        kept[piece["file"]] = _take(session, piece)
    for told in done["answers"]:
        item = told["item"]
        checklist.answer(session, [item], Verdict(told["verdict"]), reason=told.get("reason", ""))
        for name in ("facts", "note", "no_evidence", "ask_whom"):
            if told.get(name):
                checklist.write(session, item, AnswerText(name), told[name])
        rows = [kept[name] for name in told.get("evidence", ()) if name in kept]
        if rows:
            answer = session.find(Answer, item=item)
            evidence.link(session, rows, LinkTarget(Answer.TABLE, answer.row, item, item))
    return kept


def _take(session: Session, piece: dict[str, Any]) -> str:
    path = next(p for p in SAMPLE.rglob("*") if p.name == piece["file"])
    facts = read_facts(path)
    incoming = Incoming(
        path, path.name, facts.mime, Source.FOLDER, "", facts.taken_at, facts.device, facts.pixels
    )
    row = evidence.take_in(session, [incoming])[0].evidence.row
    if piece.get("interviewee"):
        evidence.set_kind(session, row, EvidenceKind.INTERVIEW)
        evidence.set_held_at(session, row, datetime.fromisoformat(piece["held_at"]))
        evidence.write(session, row, EvidenceText.CAPTION, f"访谈 {piece['interviewee']}")
    for name in ("caption", "place", "interviewee", "interviewee_role"):
        if piece.get(name):
            evidence.write(session, row, EvidenceText(name), piece[name])
    for name in ("seen_original", "consent", "for_client"):
        if name in piece:
            evidence.tick(session, row, EvidenceTick(name), on=piece[name])
    if piece.get("period_from"):
        ends = (date.fromisoformat(piece["period_from"]), date.fromisoformat(piece["period_to"]))
        evidence.set_period(session, row, *ends)
    return row


def raise_finding(
    day: Day, clock: Clock, session: Session, told: dict[str, Any], kept: dict[str, str]
) -> None:
    """Write a finding, tell it, let the client answer and sign, and take it as far as it came."""
    made = finding.create(session, FindingKind(told["kind"]), told["item"])
    row = made.row
    for name in ("title", "facts", "requirement", "effect_basis"):
        if told.get(name):
            finding.write(session, row, FindingText(name), told[name])
    finding.set_clauses(session, row, told["clauses"])
    if told.get("effect"):
        finding.set_effect(session, row, Decimal(told["effect"]))
        finding.set_estimated(session, row, estimated=bool(told.get("effect_estimated")))
    if told.get("deadline"):
        finding.set_deadline(session, row, date.fromisoformat(told["deadline"]))
    rows = [kept[name] for name in told.get("evidence", ()) if name in kept]
    evidence.link(session, rows, LinkTarget("finding", row, made.number, made.title))
    _move(session, row, told["state"], upto=FindingState.TOLD)
    client = told["client"]
    clock.set(client["at"])
    finding.set_position(session, row, Position(client["position"]))
    finding.write(session, row, FindingText.RESPONSE, client["response"])
    shown = next(v.finding for v in finding.state(session).findings if v.finding.row == row)
    finding_signature.sign(
        session, shown, day.rows[client["signer"]], ink=day.ink(client["signer"])
    )
    for name in ("reply", "correction", "cause", "corrective_action", "verified_how"):
        if told.get(name):
            finding.write(session, row, FindingText(name), told[name])
    if told.get("correction"):
        finding.write(session, row, FindingText.REPLY, told.get("reply") or "同意。")
    proof = [kept[name] for name in told.get("correction_evidence", ()) if name in kept]
    if proof:
        evidence.link(
            session, proof, LinkTarget("finding", row, made.number, made.title), LinkRole.CORRECTION
        )
    _move(session, row, told["state"])


def _move(session: Session, row: str, end: str, upto: FindingState = FindingState.CLOSED) -> None:
    for state in STATES:
        if STATES.index(state) > min(STATES.index(FindingState(end)), STATES.index(upto)):
            return
        now = next(v.finding for v in finding.state(session).findings if v.finding.row == row)
        if STATES.index(state) > (STATES.index(now.state) if now.state in STATES else -1):
            _try_move(session, row, state)


def _try_move(session: Session, row: str, state: FindingState) -> None:
    found = next(v.finding for v in finding.state(session).findings if v.finding.row == row)
    if move_to(found.kind, found.state, state) is not None:
        finding.move(session, row, state)


# The packages ---------------------------------------------------------------------------------


def take_package(day: Day, session: Session, who: str) -> None:
    """Take an auditor's package into the lead's engagement."""
    day.clock.set("2026-03-19T15:42:00+08:00")
    trust = current_trust(session)
    with session.paused():
        receive(session.folder, day.package(who), trust, day.clock())


def settle_all(session: Session, reason: str) -> None:
    """Settle every conflict for the owner of the section, or for the first who wrote."""
    for record in merge.state(session).conflicts:
        chosen = [
            (each, record.suggestions.get(each.field) or Choice(Side.THEIRS, 0))
            for each in record.fields
        ]
        merge.settle(session, chosen, reason, record.name)


def finish(day: Day, session: Session) -> None:
    """Take in the second package, settle the conflicts, hold the closing meeting."""
    take_package(day, session, "gao")
    settle_all(session, day.data["conflicts"][0]["reason"])
    hold_closing(day, session)
    day.clock.set("2026-03-19T16:20:00+08:00")
