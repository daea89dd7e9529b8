"""`cfpdesk demo DIR`: a visit of any size, made by the same verbs as a real one.

Leaves `lead/` (the lead's engagement before any merge, the auditors trusted), `kit.cfpkg`,
`auditor-1.cfpkg` …, `trust.json`, `passphrase`; and beside them each auditor's engagement and, in
`homes/`, the identities, so that every command can be tried on it.
"""

import os
import secrets
import shutil
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cfpdesk.cli.arguments import EXIT_GOOD, EXIT_UNUSABLE
from cfpdesk.cli.demo_photo import draw_photo
from cfpdesk.cli.output import complain, say, say_json
from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.journal import Actor
from cfpdesk.model.package import PackageKind
from cfpdesk.model.record import JsonValue
from cfpdesk.model.team import Role, Side
from cfpdesk.steps import checklist, engagement, evidence, team
from cfpdesk.store.checklist_library import load_checklist
from cfpdesk.store.durable import write_file
from cfpdesk.store.export import export_package
from cfpdesk.store.identity import PASSPHRASE_VARIABLE, Identity, create_identity
from cfpdesk.store.kit import open_kit
from cfpdesk.store.session import Session
from cfpdesk.store.trust_file import TRUST_NAME

OVERLAP = 3
"""Check items that neighbouring auditors both answer, differently, so that conflicts arise."""
_BODY = "演示认证"
_FACTS = {
    "number": "CFP-DEMO",
    "client": "演示冷轧有限公司",
    "product": "冷轧钢带",
    "declared_unit": "1 t",
}
_VERDICTS = (Verdict.CONFORM, Verdict.OBSERVATION, Verdict.NOT_CONFORM, Verdict.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class _Amounts:
    auditors: int
    items: int
    photos: int
    edits: int


def run(arguments: Namespace) -> int:
    """Make the visit, say what there is, and return the exit code."""
    folder: Path = arguments.folder
    amounts = _Amounts(arguments.auditors, arguments.items, arguments.photos, arguments.edits)
    if min(amounts.items, amounts.photos, amounts.edits) < 0 or not 1 <= amounts.auditors <= 99:
        complain(msg("Amounts are not negative; there are 1 to 99 auditors."))
        return EXIT_UNUSABLE
    if folder.exists() and any(folder.iterdir()):
        raise UserError(msg("The folder {folder} is not empty.", folder=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    passphrase = os.environ.get(PASSPHRASE_VARIABLE) or secrets.token_hex(16)
    write_file(folder / "passphrase", f"{passphrase}\n".encode(), 0o600)
    people = _identities(folder, passphrase, amounts.auditors)
    _prepare(folder, people, passphrase)
    packages: list[JsonValue] = []
    for number, person in enumerate(people[1:], 1):
        _visit(folder, number, person, people[0], passphrase, amounts)
        packages.append(f"auditor-{number}.cfpkg")
        if not arguments.json:
            say(msg("Auditor {n} of {total}", n=number, total=amounts.auditors))
    if arguments.json:
        say_json({"folder": str(folder), "kit": "kit.cfpkg", "lead": "lead", "packages": packages})
    else:
        say(msg("The visit is in {folder}.", folder=str(folder)))
    return EXIT_GOOD


def _now() -> datetime:
    return datetime.now(UTC)


def _identities(folder: Path, passphrase: str, auditors: int) -> list[Identity]:
    names = ["lead", *(f"auditor-{number}" for number in range(1, auditors + 1))]
    return [
        create_identity(
            folder / "homes" / name, name=name, organisation="", passphrase=passphrase, now=_now()
        )
        for name in names
    ]


def _actor(identity: Identity) -> Actor:
    return Actor(identity.card.name, identity.key_sha256)


def _prepare(folder: Path, people: Sequence[Identity], passphrase: str) -> None:
    """Make the lead's engagement: facts, team, keys compared, groups owned; then the kit."""
    lead = people[0]
    with Session.create(folder / "lead", _actor(lead), _now) as session:
        engagement.begin(session, _BODY, lead.card_file())
        for field, value in _FACTS.items():
            engagement.write(session, field, value)
        rows = []
        for person in people[1:]:
            added = team.add_person(session, Side.TEAM, person.card.name, role=Role.VERIFIER)
            key = team.take_card(session, added.row, person.card_file(), "card.cfid")
            team.trust_key(session, key.key_sha256, team.Compared.READ_ALOUD)
            rows.append(added.row)
        for place, group in enumerate(engagement.state(session).groups):
            engagement.own(session, group.code, rows[place % len(rows)])
        signer = lead.unlock(passphrase)
        export_package(session, folder / "kit.cfpkg", signer, PackageKind.KIT)
    shutil.copyfile(folder / "lead" / TRUST_NAME, folder / "trust.json")


def _visit(
    folder: Path,
    number: int,
    person: Identity,
    lead: Identity,
    passphrase: str,
    amounts: _Amounts,
) -> None:
    """Let one auditor answer, photograph and edit, and export the package."""
    place = folder / f"auditor-{number}"
    with open_kit(
        folder / "kit.cfpkg", place, _actor(person), _now, lead_key_sha256=lead.key_sha256
    ) as session:
        items = _items_of(number, amounts.items)
        for item in items:
            verdict = _VERDICTS[(number + sum(item.encode())) % len(_VERDICTS)]
            checklist.answer(session, [item], verdict)
        _photograph(session, number, amounts.photos, items)
        for edit in range(amounts.edits):
            item = items[edit % len(items)] if items else load_checklist().items[0].id
            note = f"{person.card.name} · {edit + 1}"
            checklist.write(session, item, checklist.AnswerText.NOTE, note)
        signer = person.unlock(passphrase)
        export_package(session, folder / f"auditor-{number}.cfpkg", signer, PackageKind.AUDITOR)


def _items_of(number: int, count: int) -> list[str]:
    """Return the items of an auditor: the last ones of the neighbour before, then the own."""
    ids = [item.id for item in load_checklist().items]
    count = min(count, len(ids))
    start = (number - 1) * max(count - OVERLAP, 1)
    return [ids[(start + at) % len(ids)] for at in range(count)]


def _photograph(session: Session, number: int, photos: int, items: Sequence[str]) -> None:
    for photo in range(photos):
        item = items[photo % len(items)] if items else ""
        taken = _now() - timedelta(minutes=photos - photo)
        name = f"IMG_{number:02d}{photo:04d}.jpg"
        data = draw_photo(number * 10_000 + photo, item or name, taken)
        evidence.take_in(
            session,
            [
                evidence.Incoming(
                    data=data,
                    name=name,
                    mime="image/jpeg",
                    source=evidence.Source.FOLDER,
                    taken_at=taken.replace(tzinfo=None).isoformat(timespec="seconds"),
                )
            ],
        )
