"""People: order, roles, places, and keys that are believed only after a comparison."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.key_card import KeyCard
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.steps import engagement, team
from cfpdesk.steps.team import Compared
from cfpdesk.store.key_card import make_card
from cfpdesk.store.keys import UnlockedKey, generate, key_sha256
from cfpdesk.store.session import Session
from tests.builders import a_session

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = a_session(tmp_path)
    engagement.begin(made)
    return made


def names(session: Session) -> list[str]:
    return [member.person.name for member in engagement.state(session).team]


def person(session: Session, name: str) -> Person:
    return next(p for p in session.all(Person) if p.name == name)


def a_card(name: str) -> tuple[bytes, str]:
    import pyrage

    key = UnlockedKey(generate("ed25519"))
    card = KeyCard(
        person="6f1c2f0e-9d0b-4c56-8d0a-1f7f5c3f2a10",
        name=name,
        device="7f1c2f0e-9d0b-4c56-8d0a-1f7f5c3f2a10",
        created_at=NOW,
        public_key=key.public_key.hex(),
        key_sha256=key_sha256(key.public_key),
        age_recipient=str(pyrage.x25519.Identity.generate().to_public()),
    )
    return make_card(card, key, NOW), card.key_sha256


def test_people_come_at_the_end_and_can_be_moved(session: Session) -> None:
    lead = names(session)[0]
    team.add_person(session, Side.TEAM, " 苏 晓岚 ")
    team.add_person(session, Side.TEAM, "高博", role=Role.TRAINEE)
    team.add_person(session, Side.CLIENT, "李梅", title="财务主管")
    assert names(session) == [lead, "苏 晓岚", "高博"]
    assert [m.person.place for m in engagement.state(session).team] == [1, 2, 3]
    assert person(session, "李梅").place == 0
    team.move_person(session, person(session, "高博").row, 0)
    assert names(session) == ["高博", lead, "苏 晓岚"]
    team.move_person(session, person(session, "高博").row, 99)
    assert names(session) == [lead, "苏 晓岚", "高博"]
    with pytest.raises(UserError):
        team.add_person(session, Side.TEAM, " ")


def test_an_expert_has_no_place_until_they_answer_items(session: Session) -> None:
    he = team.add_person(session, Side.TEAM, "何立群", role=Role.EXPERT)
    assert he.place == 0
    team.give_role(session, he.row, Role.VERIFIER)
    assert person(session, "何立群").place == 2
    team.give_role(session, he.row, Role.EXPERT)
    assert person(session, "何立群").place == 2, "a place that was given stays with its numbers"


def test_details_are_written_and_an_empty_name_is_refused(session: Session) -> None:
    li = team.add_person(session, Side.CLIENT, "李梅")
    team.write_person(session, li.row, "title", " 财务  主管 ")
    team.write_person(session, li.row, "organisation", "恒锐")
    assert person(session, "李梅").title == "财务 主管"
    before = session.heads()
    team.write_person(session, li.row, "organisation", "恒锐")
    assert session.heads() == before
    with pytest.raises(UserError):
        team.write_person(session, li.row, "name", " ")


def test_nobody_takes_themselves_out(session: Session) -> None:
    gao = team.add_person(session, Side.TEAM, "高博")
    team.remove_person(session, gao.row)
    assert "高博" not in names(session)
    with pytest.raises(UserError):
        team.remove_person(session, engagement.state(session).team[0].person.row)
    with pytest.raises(UserError):
        team.write_person(session, gao.row, "title", "x")


def test_a_card_is_trusted_only_after_its_fingerprint_was_compared(session: Session) -> None:
    gao = team.add_person(session, Side.TEAM, "高博")
    assert "engagement.no_key" in [b.code for b in engagement.blockers(session)]
    data, key = a_card("高博")
    team.take_card(session, gao.row, data, "高博.cfid")
    assert person(session, "高博").key_sha256 == key
    member = engagement.state(session).team[1]
    assert member.key is not None
    assert member.key.card_name == "高博"
    assert not member.trusted
    assert "engagement.unverified_key" in [b.code for b in engagement.blockers(session)]
    team.trust_key(session, key, Compared.READ_ALOUD)
    member = engagement.state(session).team[1]
    assert member.trusted
    assert member.key is not None
    assert (member.key.verified_how, member.key.verified_by) == (
        "read_aloud",
        session.actor.name if session.actor else "",
    )
    assert session.operations(1)[0].name.template.startswith("Key of {name} compared")
    before = session.heads()
    team.take_card(session, gao.row, data, "高博.cfid")
    assert session.heads() == before, "the same card again changes nothing"


def test_a_key_has_one_person(session: Session) -> None:
    gao, su = (team.add_person(session, Side.TEAM, name) for name in ("高博", "苏晓岚"))
    data, _key = a_card("高博")
    team.take_card(session, gao.row, data, "a.cfid")
    with pytest.raises(UserError):
        team.take_card(session, su.row, data, "a.cfid")


def test_a_refused_key_goes_and_a_new_card_replaces_an_old_one(session: Session) -> None:
    gao = team.add_person(session, Side.TEAM, "高博")
    data, _key = a_card("高博")
    team.take_card(session, gao.row, data, "a.cfid")
    team.drop_key(session, gao.row)
    assert person(session, "高博").key_sha256 == ""
    assert engagement.state(session).team[1].key is None
    again, key = a_card("高博")
    team.take_card(session, gao.row, again, "b.cfid")
    assert person(session, "高博").key_sha256 == key


def test_what_is_no_card_is_refused_and_changes_nothing(session: Session) -> None:
    gao = team.add_person(session, Side.TEAM, "高博")
    before = session.heads()
    for wrong in (b"", b"no card", a_card("高博")[0][:-7]):
        with pytest.raises(UserError):
            team.take_card(session, gao.row, wrong, "x.cfid")
    assert session.heads() == before
