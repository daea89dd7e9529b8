"""A worker that lives through a day without end and says after each operation what is durable.

    python -m tests.faults.day FOLDER SEED

Every line it prints is one acknowledged operation: `ok <replica>:<seq>:<hash>` of its own chain's
end. An operation that the world refuses (a full disk) prints `no <sentence>` and the day goes on.
"""

import hashlib
import random
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.evidence import Evidence, EvidenceKind, Link
from cfpdesk.model.finding import Finding
from cfpdesk.model.journal import Actor
from cfpdesk.model.meeting import Signature
from cfpdesk.store.database import DATABASE
from cfpdesk.store.session import Session

ACTOR = Actor("苏晓岚", "5" * 64)
ITEMS = [f"DATA-{n:02d}" for n in range(1, 12)]
OPERATIONS = 400


def live(session: Session, chance: random.Random) -> None:
    """Do one operation chosen by chance, in the proportions of a day."""
    chosen = chance.choices(
        (answer, photograph, find, sign, undo, delete, draft), (40, 20, 12, 8, 8, 6, 6)
    )[0]
    chosen(session, chance)


def answer(session: Session, chance: random.Random) -> None:
    """Answer a check item, with facts."""
    item = chance.choice(ITEMS)
    with session.transact(msg("Answer {item}", item=item)) as change:
        kept = session.find(Answer, item=item)
        verdict = chance.choice([Verdict.CONFORM, Verdict.NOT_CONFORM, Verdict.OBSERVATION])
        change.put(kept.but(verdict=verdict, facts="看到的事实" * chance.randint(1, 40)))


def photograph(session: Session, chance: random.Random) -> None:
    """Take in a photo and link it to an answer."""
    data = chance.randbytes(chance.randint(2_000, 60_000))
    with session.transact(msg("Take in {n} files", n=1)) as change:
        blob = change.attach(data, mime="image/jpeg", name="照片 1.jpg")
        kept = change.put(
            Evidence(kind=EvidenceKind.PHOTO, file=blob, received_at=change.now, source="file")
        )
        target = change.put(session.find(Answer, item=chance.choice(ITEMS)))
        change.put(Link(evidence=kept.row, target_table="answer", target=target.row))


def find(session: Session, chance: random.Random) -> None:
    """Raise a finding."""
    with session.transact(msg("New finding")) as change:
        effect = Decimal(chance.randint(-200_000, 200_000))
        change.put(Finding(title="发现", facts="事实" * 30, effect=effect))


def sign(session: Session, chance: random.Random) -> None:
    """Keep a signature with its facts."""
    with session.transact(msg("Signature")) as change:
        facts = change.attach(chance.randbytes(800), mime="application/json", name="facts.json")
        change.put(Signature(name="王建华", facts=facts, signed_at=change.now))


def undo(session: Session, chance: random.Random) -> None:
    """Take the last operation back, and sometimes bring it again."""
    if session.undoable() is not None:
        session.undo()
        if chance.random() < 0.3 and session.redoable() is not None:
            session.redo()


def delete(session: Session, chance: random.Random) -> None:
    """Delete a piece of evidence: a tombstone, the file stays."""
    kept = session.all(Evidence)
    if kept:
        with session.transact(msg("Delete"), reason="重复") as change:
            change.remove(chance.choice(kept))


def draft(session: Session, chance: random.Random) -> None:
    """Keep half-typed text."""
    session.keep_draft("answer", "row", "facts", "写到一半" * chance.randint(1, 20))


def main(folder: Path, seed: int) -> int:
    """Live through the day; the exit code is 0 at its end."""
    chance = random.Random(seed)

    def clock() -> datetime:
        return datetime.now(UTC)

    try:
        session = Session.create(folder, ACTOR, clock)
    except UserError as error:
        print("no", error, flush=True)
        session = None
    for _attempt in range(100):
        if session is not None:
            break
        try:
            session = (
                Session.open(folder, ACTOR, clock)
                if (folder / DATABASE).exists()
                else Session.create(folder, ACTOR, clock)
            )
        except UserError as error:
            print("no", error, flush=True)
    if session is None:
        return 1
    for _ in range(OPERATIONS):
        try:
            live(session, chance)
        except UserError as error:
            print("no", error, flush=True)
            continue
        for head in session.heads():
            print("ok", head, flush=True)
    session.close()
    print("end", hashlib.sha256(str(seed).encode()).hexdigest()[:8], flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
