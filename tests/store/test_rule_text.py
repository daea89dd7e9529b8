"""An organisation's own text of the rules is kept at home, and only if it has clauses."""

from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.store.rule_library import CURRENT_RULES
from cfpdesk.store.rule_text import MOST_BYTES, drop_rule_text, keep_rule_text, load_rule_text

TEXT = "1 前言\n1.1 背景\n气候。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_kept_and_read_again(tmp_path: Path, encoding: str) -> None:
    assert load_rule_text(CURRENT_RULES) == {}
    source = tmp_path / "规则.txt"
    source.write_bytes(TEXT.encode(encoding))
    assert keep_rule_text(CURRENT_RULES, source) == 2
    source.unlink()
    assert load_rule_text(CURRENT_RULES)["RULE:1.1"] == "1.1 背景\n气候。"
    assert load_rule_text("") == load_rule_text(CURRENT_RULES)
    drop_rule_text(CURRENT_RULES)
    assert load_rule_text(CURRENT_RULES) == {}


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe" * 90, b"no numbers", b"1 a\n" * MOST_BYTES])
def test_what_is_no_rules_changes_nothing(tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "x.txt"
    source.write_text(TEXT, encoding="utf-8")
    keep_rule_text(CURRENT_RULES, source)
    source.write_bytes(data)
    with pytest.raises(UserError):
        keep_rule_text(CURRENT_RULES, source)
    assert "RULE:1.1" in load_rule_text(CURRENT_RULES)


def test_unknown_rules_have_no_text(tmp_path: Path) -> None:
    source = tmp_path / "x.txt"
    source.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UserError):
        keep_rule_text("of-tomorrow", source)
    with pytest.raises(UserError):
        load_rule_text("../" + CURRENT_RULES)
