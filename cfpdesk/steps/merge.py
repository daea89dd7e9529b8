"""Merge: what stands against each other in the journal, and how it is settled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cfpdesk.i18n import Text, msg, text_in
from cfpdesk.model.choice import (
    Choice,
    FieldConflict,
    Version,
    chosen_value,
    suggested,
)
from cfpdesk.model.field_word import field_order, field_word
from cfpdesk.model.gate import Blocker, Level, Mark, StepStatus, Target
from cfpdesk.model.package import PackageKind
from cfpdesk.model.record_word import record_word
from cfpdesk.model.team import GroupOwner, Person, Role
from cfpdesk.store.attestations import kept_attestations
from cfpdesk.store.exclusion import (
    PackageRecord,
    bring_back,
    brought_rows,
    packages,
    take_back,
)
from cfpdesk.store.reception import Refused, set_aside_packages, throw_away
from cfpdesk.store.record_names import record_name, value_names
from cfpdesk.store.session import Session
from cfpdesk.store.trail import Conflict, Entry
from cfpdesk.store.verdict import Verdict

NOUN = "merge"


@dataclass(frozen=True, slots=True)
class RecordConflict:
    """A record with fields that differ.

    Attributes:
        name: short, for example ELEC-01 or NC-2-03.
        title: the question, the finding's title, the caption.
        fields: in the order of the record.
        suggestions: by field, the version of the section's owner.
    """

    table: str
    row: str
    name: Text
    title: Text
    fields: tuple[FieldConflict, ...]
    suggestions: Mapping[str, Choice]

    @property
    def key(self) -> str:
        """Stable name of the record."""
        return record_key(self.table, self.row)


def record_key(table: str, row: str) -> str:
    """Return the stable name of a record on the page."""
    return f"{table}:{row}"


@dataclass(frozen=True, slots=True)
class Brought:
    """Records of one kind that a package wrote to.

    Attributes:
        names: numbers of those that have one.
        kept: how many somebody else wrote to as well; what they wrote stays.
    """

    kind: Text
    count: int
    names: tuple[Text, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class MergeState:
    """Everything about the merge that is kept.

    Attributes:
        packages: what came and went, the newest first.
        aside: what lies in quarantine.
        people: names by replica.
        receipts: roots of the packages that are receipts.
        leads: the person here may write receipts.
    """

    conflicts: tuple[RecordConflict, ...]
    packages: tuple[PackageRecord, ...]
    aside: tuple[Refused, ...]
    people: Mapping[str, str]
    receipts: frozenset[str] = frozenset()
    leads: bool = False

    @property
    def open_fields(self) -> int:
        """How many fields wait for a decision."""
        return sum(len(record.fields) for record in self.conflicts)


def state(session: Session) -> MergeState:
    """Return the conflicts that wait."""
    me = session.me()
    sheets = kept_attestations(session.folder)
    return MergeState(
        conflicts=session.remember(
            "conflict records", lambda: records(session, session.conflicts())
        ),
        packages=tuple(p for p in packages(session) if p.verdict is not Verdict.EXPORTED),
        aside=set_aside_packages(session.folder),
        people={chain.replica: chain.person for chain in session.chains()},
        receipts=frozenset(root for root, s in sheets if s.kind is PackageKind.RECEIPT),
        leads=me is not None and me.role is Role.LEAD and not session.read_only,
    )


def records(
    session: Session, conflicts: Sequence[Conflict], coming: Mapping[str, str] | None = None
) -> tuple[RecordConflict, ...]:
    """Return conflicts by record, with names, owners and what was before.

    Args:
        session: the engagement.
        conflicts: those that stand, or those a preview foretells.
        coming: signing keys by replica of a package that is not in yet.
    """
    keys = {chain.replica: chain.key_sha256 for chain in session.chains()} | dict(coming or {})
    owners = _owners(session)
    grouped: dict[tuple[str, str], list[FieldConflict]] = {}
    for conflict in conflicts:
        grouped.setdefault((conflict.table, conflict.row), []).append(
            _field(session, conflict, keys)
        )
    found = []
    for (table, row), fields in grouped.items():
        fields.sort(key=lambda field: field_order(field.field))
        name, title, section = record_name(session, table, row)
        owner = owners.get(section, "")
        wanted = {field.field: suggested(field, owner) for field in fields}
        suggestions = {field: choice for field, choice in wanted.items() if choice is not None}
        found.append(RecordConflict(table, row, name, title, tuple(fields), suggestions))
    return tuple(found)


def brought(session: Session, record: PackageRecord) -> tuple[Brought, ...]:
    """Return what would go with a package that is taken back, by kind, the most first."""
    rows: dict[str, list[tuple[str, bool]]] = {}
    for (table, row), others in brought_rows(session, record).items():
        rows.setdefault(table, []).append((row, others))
    found = []
    for table, inside in rows.items():
        word = record_word(table)
        names = [record_name(session, table, row)[0] for row, _others in inside]
        named = tuple(sorted((n for n in names if n != word), key=lambda n: text_in(n, "zh")))
        kept = sum(others for _row, others in inside)
        found.append(Brought(word, len(inside), named, kept))
    return tuple(sorted(found, key=lambda part: -part.count))


def settle(
    session: Session, chosen: Sequence[tuple[FieldConflict, Choice]], reason: str, name: Text = ""
) -> None:
    """Write decisions as one operation; the reason goes into the record.

    Args:
        session: the lead's engagement.
        chosen: fields and what was chosen for each.
        reason: why; needed.
        name: of the record, for the journal.

    Raises:
        UserError: without a reason.
    """
    title = msg("Settle {name}", name=name) if name else msg("Settle conflicts")
    with session.transact(title, reason=reason) as change:
        for conflict, choice in chosen:
            change.resolve(*conflict.key, chosen_value(conflict, choice))


def un_merge(session: Session, root: str, reason: str) -> None:
    """Set aside what a package brought; an event of the lead, which can be answered.

    Raises:
        UserError: without a reason, without a lead's key, or where it brought nothing.
    """
    take_back(session, root, reason)


def merge_again(session: Session, root: str, reason: str) -> None:
    """Bring back what a package brought.

    Raises:
        UserError: as `un_merge`.
    """
    bring_back(session, root, reason)


def throw_out(session: Session, path: str) -> None:
    """Delete a package from quarantine; nothing of it was ever merged."""
    for refused in set_aside_packages(session.folder):
        if str(refused.path) == path:
            throw_away(refused)


def status(session: Session) -> StepStatus:
    """Return how much waits: conflicts for a decision, valid packages for a key or a program."""
    waiting = len(session.conflicts())
    if waiting:
        return StepStatus(Mark.IN_PROGRESS, figure=msg("{n} {n:conflict|conflicts}", n=waiting))
    aside = sum(refused.waits for refused in set_aside_packages(session.folder))
    if aside:
        return StepStatus(Mark.IN_PROGRESS, figure=msg("{n} set aside", n=aside))
    me = session.me()
    if me is not None and me.role is not Role.LEAD:
        return StepStatus(Mark.NOT_STARTED)  # a kit is no part that came in
    own = session.actor.key_sha256 if session.actor else ""
    # A second chain of one's own, begun by a restored backup, was never merged.
    others = [c for c in session.chains() if c.max_seq and c.key_sha256 != own]
    return StepStatus(Mark.DONE if others else Mark.NOT_STARTED)


def blockers(session: Session) -> tuple[Blocker, ...]:
    """Return a conflict a line, by record; to a lead also whose part has not come yet."""
    return (*_conflicting(session), *_not_in(session))


def _not_in(session: Session) -> Iterator[Blocker]:
    """Yield the people who own checklist groups and of whom nothing was merged, to a lead."""
    me = session.me()
    if me is None or me.role is not Role.LEAD:
        return
    wrote = {chain.key_sha256 for chain in session.chains() if chain.max_seq}
    people = {person.row: person for person in session.all(Person)}
    owned: dict[str, int] = {}
    for owner in session.all(GroupOwner):
        owned[owner.person] = owned.get(owner.person, 0) + 1
    for row, count in owned.items():
        person = people.get(row)
        if person is not None and person.key_sha256 and person.key_sha256 not in wrote:
            sentence = msg(
                "Nothing of {name} is merged yet, who owns {n} {n:group|groups}",
                name=person.name,
                n=count,
            )
            target = Target(NOUN, field="packages")
            yield Blocker(
                "merge.not_in", Level.WARNING, "RULE:9.8.3", sentence, msg("Receive"), target
            )


def _conflicting(session: Session) -> tuple[Blocker, ...]:
    fields: dict[tuple[str, str], list[str]] = {}
    for conflict in session.conflicts():
        fields.setdefault((conflict.table, conflict.row), []).append(conflict.field)
    return tuple(
        Blocker(
            code="merge.conflict",
            level=Level.HARD,
            clause="RULE:9.8.3",
            sentence=msg(
                "{name}: {fields} differ",
                name=record_name(session, table, row)[0],
                fields=_joined([field_word(table, f) for f in sorted(names, key=field_order)]),
            ),
            remedy=msg("Decide"),
            target=Target(NOUN, record_key(table, row)),
        )
        for (table, row), names in fields.items()
    )


def _field(session: Session, conflict: Conflict, keys: Mapping[str, str]) -> FieldConflict:
    versions = [_version(entry, session.replica, keys) for entry in conflict.versions]
    versions.sort(key=lambda version: (not version.mine, version.at, version.replica))
    was = session.value_before(conflict)
    values = (was, *(version.value for version in versions))
    return FieldConflict(
        conflict.table,
        conflict.row,
        conflict.field,
        tuple(versions),
        was,
        value_names(session, conflict.table, conflict.field, values),
    )


def _version(entry: Entry, replica: str, keys: Mapping[str, str]) -> Version:
    return Version(
        value=entry.value,
        person=entry.person,
        at=entry.at,
        replica=entry.replica,
        key_sha256=keys.get(entry.replica, ""),
        mine=entry.replica == replica,
    )


def _owners(session: Session) -> dict[str, str]:
    """Return the signing key of each checklist group's owner."""
    keys = {person.row: person.key_sha256 for person in session.all(Person)}
    return {owner.group: keys.get(owner.person, "") for owner in session.all(GroupOwner)}


def _joined(words: Sequence[Text]) -> Text:
    found: Text = words[0] if words else ""
    for word in words[1:]:
        found = msg("{first}, {second}", first=found, second=word)
    return found
