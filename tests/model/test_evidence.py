"""Numbers, kinds and times of evidence."""

from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.evidence import (
    Evidence,
    EvidenceKind,
    is_of_system,
    kind_of,
    next_number,
    taken_time,
)


def test_numbers_count_per_place_and_are_never_used_twice() -> None:
    assert next_number(2, []) == "E-2-001"
    assert next_number(2, ["E-1-009", "E-2-003", "E-2-001", "rubbish"]) == "E-2-004"
    assert next_number(1, ["E-1-999"]) == "E-1-1000"


@given(st.lists(st.integers(1, 5)))
def test_a_row_of_numbers_never_repeats(places: list[int]) -> None:
    given_so_far: list[str] = []
    for place in places:
        given_so_far.append(next_number(place, given_so_far))
    assert len(set(given_so_far)) == len(given_so_far)


def test_pictures_are_photos_and_the_rest_documents() -> None:
    assert kind_of("image/heic") is EvidenceKind.PHOTO
    assert kind_of("application/pdf") is EvidenceKind.DOCUMENT


def test_a_taken_time_is_what_the_file_says_or_nothing() -> None:
    assert taken_time(Evidence()) is None
    assert taken_time(Evidence(taken_at="yesterday")) is None
    assert taken_time(Evidence(taken_at="1970-01-01T00:00:00+08:00")) is None, "never set"
    assert taken_time(Evidence(taken_at="9999-12-31T23:59:59")) is None
    without_zone = taken_time(Evidence(taken_at="2026-03-18T10:41:07"))
    assert without_zone is not None
    assert without_zone.tzinfo is None
    zoned = taken_time(Evidence(taken_at="2026-03-18T10:41:07+08:00"))
    assert zoned is not None
    assert zoned.utcoffset() is not None


def test_what_the_system_puts_into_a_folder_is_no_evidence() -> None:
    for name in (".DS_Store", "._IMG_1.jpg", "desktop.ini", "Thumbs.db"):
        assert is_of_system(name)
    assert not is_of_system("thumbs.db.jpg")
