"""A moment without a local time on every system is none, from whomever it comes."""

from datetime import UTC, datetime

import pytest

from cfpdesk.model.meeting import Meeting
from cfpdesk.model.record import has_local_time
from cfpdesk.model.statement import utc_moment


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1971-01-01T00:00:00Z", True),
        ("2026-03-18T10:00:00Z", True),
        ("1969-12-31T20:00:00Z", False),
        ("9999-12-31T23:59:59Z", False),
    ],
)
def test_only_moments_with_a_local_time_are_taken(text: str, shown: bool) -> None:
    moment = datetime.fromisoformat(text)
    assert has_local_time(moment) is shown
    assert has_local_time(moment.replace(tzinfo=None)) is shown
    if shown:
        assert utc_moment(text) == moment.astimezone(UTC)
    else:
        with pytest.raises(ValueError, match=text):
            utc_moment(text)


def test_a_field_of_somebody_elses_that_cannot_be_shown_is_left_out() -> None:
    far = Meeting.from_fields("row", {"kind": "opening", "planned_at": "9999-12-31T23:59:59+00:00"})
    assert far.planned_at is None
