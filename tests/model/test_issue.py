"""Issued documents: their fingerprint, and in how many places a later state differs."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.issue import Issue, differences, latest, state_sha256
from cfpdesk.model.record import JsonValue

JSON: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text("aé中", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON, JSON)
def test_states_differ_exactly_when_their_fingerprints_do(
    left: JsonValue, right: JsonValue
) -> None:
    assert bool(differences(left, right)) == (state_sha256(left) != state_sha256(right))


def test_each_changed_place_counts_once() -> None:
    before: JsonValue = {"people": [{"name": "李梅", "title": ""}, {"name": "赵勇"}], "page": 1}
    after: JsonValue = {"people": [{"name": "李梅", "title": "财务主管"}], "page": 1}
    assert differences(before, after) == ("people.0.title", "people.1")


def test_the_latest_issue_of_a_document_is_found() -> None:
    morning = Issue(row="1", document="opening", issued_at=datetime(2026, 3, 18, 9, 48, tzinfo=UTC))
    noon = Issue(row="2", document="opening", issued_at=datetime(2026, 3, 18, 12, 0, tzinfo=UTC))
    other = Issue(row="3", document="closing", issued_at=datetime(2026, 3, 19, 9, 0, tzinfo=UTC))
    assert latest((noon, morning, other), "opening") == noon
    assert latest((), "opening") is None
