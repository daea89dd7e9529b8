"""Large journals that could have been written: real lines, hash chains, parents, signed packages.

Every auditor goes round and round: one photo with its seven fields, one link of it to an answer,
ten texts of records typed again. At the beginning all auditors answer the same check items, each in
their own words: those cells, one in a hundred, end as conflicts. Made once, kept in `build/bench/`.
"""

import hashlib
import json
import random
import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from cfpdesk.model.journal import NO_HASH, next_hlc
from cfpdesk.model.package import ChainHead, Manifest, PackageKind
from cfpdesk.model.record import row_of
from cfpdesk.model.trust import TrustedKey, TrustedPerson, TrustList, Verified
from cfpdesk.store.keys import UnlockedKey, generate, key_sha256
from cfpdesk.store.package_file import Member, Signing, write_package

ENGAGEMENT = "6f1c2f0e-9d0b-4c56-8d0a-1f7f5c3f2a10"
BEGIN = datetime(2026, 4, 14, 1, 0, tzinfo=UTC)
SHARED_FIELDS = ("verdict", "facts", "note")
SHARE = 0.01
CELLS_PER_EVENT = 0.72
FORM = 1
"""Part of the cache's name; another number wherever the lines change."""

_EVIDENCE = ("number", "kind", "file", "taken_at", "received_at", "source")
_PER_ROUND = 10


class Writer:
    """One chain, line by line, as the program writes it."""

    def __init__(self, replica: str, key: str, person: str, seed: int) -> None:
        self._random = random.Random(seed)  # the same journal on every machine
        self._replica, self._key, self._person = replica, key, person
        self._hash, self._hlc = NO_HASH, ""
        self._heads: dict[tuple[str, str, str], str] = {}
        self._action = ""
        self.seq = 0
        self.lines: list[bytes] = []

    @property
    def head(self) -> ChainHead:
        """Where the chain ends."""
        return ChainHead(self.seq, self._hash)

    def begin(self, template: str) -> None:
        """Begin an operation, as one transaction of the program does."""
        self._action = self.row()
        at = (BEGIN + timedelta(seconds=self.seq)).isoformat(timespec="milliseconds")
        value = {
            "at": at,
            "key": self._key,
            "person": self._person,
            "reason": "",
            "undoes": "",
            "what": {"template": template, "values": [["item", f"ELEC-{self.seq % 99:02d}"]]},
        }
        self._write("_action", self._action, "", "action", value)

    def create(self, table: str, row: str, parents: list[list[str]]) -> None:
        """Begin a record."""
        self._write(table, row, "_new", "create", {"key": {"id": row}, "parents": parents})

    def put(self, table: str, row: str, field: str, value: object) -> None:
        """Set a field."""
        self._write(table, row, field, "set", value)

    def row(self) -> str:
        """Return a new row's UUID."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _write(self, table: str, row: str, field: str, kind: str, value: object) -> None:
        self.seq += 1
        self._hlc = next_hlc(self._hlc, BEGIN + timedelta(seconds=self.seq))
        place = (table, row, field)
        before = self._heads.get(place)
        parents = f'["{before}"]' if before else "[]"
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        line = (
            f'{{"a":"{self._action}","c":"{self._hash}","d":"{self._replica}:{self.seq}",'
            f'"f":"{field}","h":"{self._hlc}","k":"{kind}","p":{parents},"r":"{row}","s":1,'
            f'"t":"{table}","v":{text}}}'
        ).encode()
        self._hash = hashlib.sha256(line).hexdigest()
        self._heads[place] = f"{self._replica}:{self.seq}:{self._hash[:32]}"
        self.lines.append(line)


def write_journal(writer: Writer, number: int, events: int) -> None:
    """Write a chain of so many events."""
    shared = max(1, round(events * CELLS_PER_EVENT * SHARE / len(SHARED_FIELDS)))
    answers = []
    for item in range(shared):
        row = row_of("answer", f"ITEM-{item:04d}")
        writer.begin("Answer {item}")
        writer.create("answer", row, [])
        for field in SHARED_FIELDS:
            writer.put("answer", row, field, f"核查员 {number} 看到的 {field}")
        answers.append(row)
    typed: list[str] = []
    turn = 0
    while writer.seq < events:
        turn += 1
        answer = answers[turn % len(answers)]
        _round(writer, number, turn, answer, typed)
    del writer.lines[events:]


def _round(writer: Writer, number: int, turn: int, answer: str, typed: list[str]) -> None:
    photo = writer.row()
    writer.begin("Add {n} photos")
    writer.create("evidence", photo, [])
    for field in _EVIDENCE:
        writer.put("evidence", photo, field, f"{field} {number}-{turn} 现场照片")
    link = writer.row()
    writer.begin("Link {item}")
    writer.create("link", link, [["evidence", photo], ["answer", answer]])
    for field, value in (("evidence", photo), ("target_table", "answer"), ("target", answer)):
        writer.put("link", link, field, value)
    typed.append(photo)
    for edit in range(_PER_ROUND):
        row = typed[-1 - (turn * 7 + edit) % min(len(typed), 40)]
        writer.begin("{item}: caption")
        writer.put("evidence", row, "caption", f"第 {turn} 轮第 {edit} 次：配电室电表读数照片")


def packages(folder: Path, count: int, events: int) -> tuple[list[Path], TrustList]:
    """Return signed packages of so many events each, and a list that trusts their authors."""
    place = folder / f"journals-{FORM}-{events}"
    place.mkdir(parents=True, exist_ok=True)
    paths, people = [], []
    for number in range(1, count + 1):
        secret = place / f"{number:02d}.key"
        if not secret.exists():
            secret.write_bytes(generate("ed25519"))
        key = UnlockedKey(secret.read_bytes())
        path = place / f"{number:02d}.cfpkg"
        if not path.exists():
            _pack(path, key, number, events)
        paths.append(path)
        people.append(_person(key, number))
    return paths, TrustList(engagement_id=ENGAGEMENT, version=1, persons=tuple(people))


def _pack(path: Path, key: UnlockedKey, number: int, events: int) -> None:
    replica, fingerprint = f"{number:016x}", key_sha256(key.public_key)
    writer = Writer(replica, fingerprint, f"auditor-{number}", number)
    write_journal(writer, number, events)
    data = b"\n".join(writer.lines) + b"\n"
    last = writer.lines[-1]
    head = ChainHead(events, hashlib.sha256(last).hexdigest())
    manifest = Manifest(
        kind=PackageKind.AUDITOR,
        engagement_id=ENGAGEMENT,
        replica=replica,
        person=str(uuid.UUID(int=number)),
        key_sha256=fingerprint,
        seq=1,
        created_at=BEGIN,
        created_hlc=json.loads(last)["h"],
        schema_version=1,
        app_version="0",
        chains={replica: head},
    )
    member = Member("events.jsonl", len(data), lambda: BytesIO(data))
    write_package(path, manifest, [member], Signing(key, "auditor", "benchmark", BEGIN))


def _person(key: UnlockedKey, number: int) -> TrustedPerson:
    trusted = TrustedKey(
        public_key=key.public_key.hex(),
        key_sha256=key_sha256(key.public_key),
        age_recipient="",
        verified=Verified("lead", "benchmark", BEGIN),
    )
    name = f"auditor-{number}"
    return TrustedPerson(
        id=str(uuid.UUID(int=number)), name=name, roles=("auditor",), keys=(trusted,)
    )
