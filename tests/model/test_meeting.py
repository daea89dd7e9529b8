"""Rules of meetings: who has to sign, which signature stands, which number was said."""

from datetime import UTC, datetime, timedelta

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.meeting import (
    Presence,
    Signature,
    SignPurpose,
    needs_ink,
    spoken_digits,
    standing_signature,
)

NINE = datetime(2026, 3, 18, 9, 6, tzinfo=UTC)


def test_only_who_sits_here_can_sign_on_the_screen() -> None:
    assert [p for p in Presence if needs_ink(p)] == [Presence.PRESENT]


def test_the_newest_signature_of_that_person_for_that_subject_stands() -> None:
    first = Signature(row="1", subject="m", person="li", signed_at=NINE)
    again = Signature(row="2", subject="m", person="li", signed_at=NINE + timedelta(minutes=9))
    other = Signature(row="3", subject="m", person="zhao", signed_at=NINE + timedelta(hours=1))
    elsewhere = Signature(row="4", subject="x", person="li", signed_at=NINE + timedelta(hours=2))
    kept = [again, first, other, elsewhere]
    assert standing_signature(kept, SignPurpose.ATTENDANCE, "m", "li") == again
    assert standing_signature(kept, SignPurpose.RECEIPT, "m", "li") is None
    assert standing_signature([], SignPurpose.ATTENDANCE, "m", "li") is None


@pytest.mark.parametrize(
    ("typed", "digits"), [("4827", "4827"), (" 48 27 ", "4827"), ("００７", "007"), ("", "")]
)
def test_a_spoken_number_is_its_digits(typed: str, digits: str) -> None:
    assert spoken_digits(typed) == digits


@pytest.mark.parametrize("typed", ["48.27", "-4", "四八", "1" * 13, "٤"])
def test_anything_but_digits_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="数字"):
        spoken_digits(typed)
