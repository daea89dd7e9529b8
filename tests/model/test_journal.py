"""Events, names and the logical clock."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.journal import (
    NO_HASH,
    Actor,
    Event,
    action_value,
    hlc_time,
    line_hash,
    may_follow,
    message_from_json,
    message_json,
    name_of,
    next_hlc,
    parse_name,
    parse_seen,
)
from cfpdesk.model.record import has_local_time

NOW = datetime(2026, 4, 14, 1, 0, tzinfo=UTC)


def test_a_line_has_eleven_keys_in_order() -> None:
    event = Event("a", NO_HASH, "r", 1, "f", "0" * 16, "set", (), "row", 1, "t", "电表")
    line = event.line()
    assert list(json.loads(line)) == list("acdfhkprstv")
    assert line.decode() == (
        '{"a":"a","c":"' + "0" * 64 + '","d":"r:1","f":"f","h":"0000000000000000","k":"set",'
        '"p":[],"r":"row","s":1,"t":"t","v":"电表"}'
    )


def test_a_name_is_read_back_and_anything_else_is_none() -> None:
    digest = line_hash(b"x")
    name = parse_name(name_of("r", 3, digest))
    assert name is not None
    assert (name.replica, name.seq, name.hash32) == ("r", 3, digest.hex()[:32])
    for odd in ("r:0:" + "0" * 32, "r:01:" + "0" * 32, "r:1:" + "0" * 31, "R:1:" + "0" * 32, 7):
        assert parse_name(odd) is None


def test_what_a_delete_saw_is_read_with_what_counts_only() -> None:
    good = {"r": "3:" + "0" * 32, "s": "x", "t": 4}
    assert parse_seen({"seen": good}) == {"r": parse_name("r:3:" + "0" * 32)}  # type: ignore[dict-item]
    assert parse_seen(None) is None


@given(st.lists(st.integers(-100_000, 100_000), min_size=1, max_size=20))
def test_the_logical_clock_never_goes_back(steps: list[int]) -> None:
    last, now = "", NOW
    for step in steps:
        now += timedelta(milliseconds=step)
        following = next_hlc(last, now)
        assert len(following) == 16
        assert following > last
        last = following


def test_the_logical_clock_shows_the_time_and_a_hostile_one_is_not_followed() -> None:
    assert hlc_time(next_hlc("", NOW)) == NOW
    assert may_follow(next_hlc("", NOW + timedelta(hours=23)), NOW)
    assert not may_follow(next_hlc("", NOW + timedelta(hours=25)), NOW)
    for far in ("f" * 16, next_hlc("", datetime(3500, 1, 1, tzinfo=UTC))):
        assert hlc_time(far) > NOW
        assert has_local_time(hlc_time(far))


def test_an_action_is_shown_again_in_either_language() -> None:
    said = msg(
        "Undo: {name}", name=msg("Answer {item}", item="ELEC-01"), n=3, b=Bilingual("甲", "A")
    )
    value = message_json(said)
    assert message_from_json(json.loads(json.dumps(value))) == said
    assert message_from_json("odd") == Message("")
    action = action_value(said, Actor("林珂", "1" * 64), NOW, "because", "")
    assert isinstance(action, dict)
    assert action["at"] == "2026-04-14T01:00:00.000+00:00"
