"""Every text of the program has its Chinese, with the same fields, in one set of words."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_every_text_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, "packaging/messages.py", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_sentence_gets_its_fields() -> None:
    wrong: list[str] = []
    for path in (ROOT / "cfpdesk").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
                continue
            first = call.args[0] if call.args else None
            if call.func.id != "msg" or not isinstance(first, ast.Constant):
                continue
            asked = set(re.findall(r"\{(\w+)", str(first.value)))
            given = {keyword.arg for keyword in call.keywords}
            if None not in given and asked != given:
                wrong.append(
                    f"{path.name}:{call.lineno}: {first.value!r} asks {asked}, gets {given}"
                )
    assert not wrong, "\n".join(wrong)


WORDS = {
    "钥匙": "密钥",
    "名片": "密钥卡",
    "信任名单": "信任清单",
    "你": "您",
}
"""A word nobody may read here, and the one that stands for the same thing."""


@pytest.mark.parametrize("word", WORDS)
def test_one_thing_has_one_word(word: str) -> None:
    read = [
        *(ROOT / "resources" / "locale" / "zh").glob("*.po"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs").glob("*.txt"),
        ROOT / "README.zh.md",
    ]
    found = [
        f"{path.name}:{number}: {word}, say {WORDS[word]}"
        for path in read
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if word in line
    ]
    assert not found, "\n".join(found)
