"""The team's compared keys become the trust list; the others stay out."""

from datetime import UTC, datetime

from cfpdesk.model.team import Person, PersonKey, Role, Side
from cfpdesk.model.team_trust import with_team
from cfpdesk.model.trust import TrustList

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


def member(name: str, role: Role, digit: str) -> Person:
    return Person(row=name, side=Side.TEAM, role=role, name=name, key_sha256=digit * 64)


def key(person: Person, *, compared: bool = True) -> PersonKey:
    return PersonKey(
        key_sha256=person.key_sha256,
        person=person.row,
        card_person=f"card-{person.row}",
        public_key=person.key_sha256[::-1],
        age_recipient="age1x",
        verified_at=NOW if compared else None,
        verified_by="林知远",
        verified_how="read_aloud",
    )


def test_compared_keys_are_trusted_in_one_new_version() -> None:
    lead, gao = member("林知远", Role.LEAD, "a"), member("高博", Role.VERIFIER, "b")
    trust = with_team(TrustList(engagement_id="e"), [lead, gao], [key(lead), key(gao)])
    assert trust.version == 1
    assert trust.has_role(lead.key_sha256, "lead")
    assert trust.has_role(gao.key_sha256, "auditor")
    assert TrustList.from_json(trust.to_json()).name_of(gao.key_sha256) == "高博"
    assert with_team(trust, [lead, gao], [key(lead), key(gao)]) is trust


def test_a_key_that_was_not_compared_or_was_replaced_stays_out() -> None:
    gao = member("高博", Role.VERIFIER, "b")
    empty = TrustList(engagement_id="e")
    assert with_team(empty, [gao], [key(gao, compared=False)]) is empty
    replaced = gao.but(key_sha256="c" * 64)
    assert with_team(empty, [replaced], [key(gao)]) is empty
    assert with_team(empty, [], [key(gao)]) is empty
