"""Which numbers can name a folder; what is refused says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.model.folder_name import FORBIDDEN, LONGEST, folder_name_problem


@pytest.mark.parametrize("name", ["CFP-2026-0417", "CFP-2026-01 新", "带钢 2026", "CONTRACT-7"])
def test_ordinary_numbers_name_a_folder(name: str) -> None:
    assert folder_name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Write the number first"),
        ("CFP/2026", "without /"),
        ("CFP:2026?", "without : ?"),
        ("CFP\t1", "U+0009"),
        (".hidden", "a dot"),
        ("CFP.", "a dot"),
        ("con", "keeps the name con"),
        ("NUL.7", "keeps the name NUL.7"),
        ("7" * (LONGEST + 1), "it has 81"),
    ],
)
def test_a_refused_number_says_why(name: str, told: str) -> None:
    problem = folder_name_problem(name)
    assert problem is not None
    assert told in problem.text("en")
    assert problem.text("zh") != problem.text("en")


@given(st.text(min_size=1, max_size=LONGEST), st.sampled_from(FORBIDDEN), st.integers(0, LONGEST))
def test_a_forbidden_sign_is_refused_wherever_it_stands(text: str, sign: str, at: int) -> None:
    assert folder_name_problem(text[:at] + sign + text[at:]) is not None
