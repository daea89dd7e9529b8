"""Clauses are written one way in data and read by a person in two languages."""

import pytest

from cfpdesk.model.clause import clause_code, clause_text


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("RULE:9.5.2", "规则 9.5.2", "Rule 9.5.2"),
        ("ISO14067:6.4.9.4", "ISO 14067 6.4.9.4", "ISO 14067 6.4.9.4"),
        ("GBT24067:6.4", "GB/T 24067 6.4", "GB/T 24067 6.4"),
        ("ISO14064-3:6.1.3", "ISO 14064-3 6.1.3", "ISO 14064-3 6.1.3"),
        ("RULE:A", "规则附录 A", "Rules, appendix A"),
        ("EN 1234: 5", "EN 1234: 5", "EN 1234: 5"),
        ("as agreed", "as agreed", "as agreed"),
    ],
)
def test_text_and_back(code: str, zh: str, en: str) -> None:
    text = clause_text(code)
    assert (text.zh, text.en) == (zh, en)
    assert clause_code(zh) == code
    assert clause_code(en) == code
    assert clause_code(code) == code
