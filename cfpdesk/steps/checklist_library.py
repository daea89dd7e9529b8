"""Which questions an engagement asks: items added here, and another version of the library.

A version is looked at before it is taken; answers stay with the id of their item.
"""

from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Checklist, Verdict
from cfpdesk.model.checklist_change import ChecklistChange, compare
from cfpdesk.model.checklist_library import RISKS, read_checklist
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.own_item import OWN_GROUP, ChecklistVersion, OwnItem, next_own_number
from cfpdesk.store.checklist_library import checklist_of, checklist_versions, load_checklist
from cfpdesk.store.session import Session


@dataclass(frozen=True, slots=True)
class OfferedVersion:
    """A version that was read and can be taken; `data` are the bytes of its file."""

    checklist: Checklist
    change: ChecklistChange
    data: bytes


def add_own(session: Session, question: str, evidence: str = "", risk: str = "M") -> OwnItem:
    """Add an item to the stage the engagement is in; it is never taken out again.

    Args:
        session: the engagement.
        question: what is asked.
        evidence: what is expected to be seen; may be empty.
        risk: H, M or L.

    Raises:
        UserError: without a question, or beyond 99 items of one person.
    """
    question = " ".join(question.split())
    if not question:
        raise UserError(msg("Write the question first."))
    if risk not in RISKS:
        raise UserError(msg("The risk is high, medium or low."))
    me = session.me()
    taken = [str(number) for number in session.given(OwnItem, "number")]
    number = next_own_number(me.place if me else 0, taken)
    with session.transact(msg("Add item {number}", number=number)) as change:
        return change.put(
            OwnItem(
                number=number,
                question=question,
                evidence=" ".join(evidence.split()),
                stage=session.find(Engagement).stage,
                risk=risk,
                added_by=me.name if me else "",
                added_at=change.now,
            )
        )


def look_at(session: Session, data: bytes) -> OfferedVersion:
    """Read a version of the library and compare it with the running one; nothing is written.

    Raises:
        UserError: if it is no checklist, is the running version, or calls itself like a version
            of this program with other content.
    """
    found = read_checklist(data)
    running = checklist_of(session)
    if found.version == running.version:
        raise UserError(msg("The engagement works with {version} already.", version=found.version))
    if found.version in checklist_versions() and load_checklist(found.version) != found:
        raise UserError(
            msg(
                "This file calls itself {version}, but that version comes with the program and "
                "reads otherwise.",
                version=found.version,
            )
        )
    answered = {a.item for a in session.all(Answer) if a.verdict is not Verdict.OPEN}
    plain = Checklist(
        running.version,
        running.title,
        tuple(item for item in running.items if item.group != OWN_GROUP),
    )
    return OfferedVersion(found, compare(plain, found, answered), data)


def take(session: Session, offered: OfferedVersion, reason: str) -> None:
    """Let the engagement work with a version that was looked at; its file is kept in it.

    Raises:
        UserError: without a reason, or if another version was taken in the meantime.
    """
    if not reason.strip():
        raise UserError(msg("Say why the version is taken."))
    kept = session.find(Engagement)
    if checklist_of(session).version != offered.change.before:
        raise UserError(msg("Another version was taken in the meantime; look at it anew."))
    version = offered.checklist.version
    me = session.me()
    title = msg("Checklist {before} → {after}", before=offered.change.before, after=version)
    with session.transact(title, reason=reason.strip()) as change:
        if version not in checklist_versions():
            blob = change.attach(offered.data, mime="application/json", name=f"{version}.json")
            record = session.find(ChecklistVersion, version=version)
            change.put(record.but(file=blob, taken_by=me.name if me else "", taken_at=change.now))
        change.put(kept.but(checklist=version))
