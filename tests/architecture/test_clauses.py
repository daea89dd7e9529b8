"""docs/clauses.md: every function it names is there, and every clause of the table has its row."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([a-z][a-z0-9_.]*):([A-Za-z_][A-Za-z0-9_]*)`")
SECTIONS = ("1.1", "1.2", "1.3")


def rows(text: str, head: str) -> dict[str, list[str]]:
    """The rows of the tables under a heading that begins with `head`, by their first cell."""
    part = text[text.index(f"{head} ") :]
    part = re.split(r"\n#+ ", part, maxsplit=1)[0]
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in part.splitlines()
        if line.startswith("|")
    ]
    found = {row[0]: row[1:] for row in cells if row[0] not in ("Clause", "---")}
    assert len(found) == len([row for row in cells if row[0] not in ("Clause", "---")])
    return found


@pytest.mark.parametrize(("module", "name"), sorted(set(NAMED.findall(TEXT))))
def test_what_is_named_is_there(module: str, name: str) -> None:
    layer = "" if "." in module else "model."
    assert hasattr(import_module(f"cfpdesk.{layer}{module}"), name)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_has_code_or_a_reason(section: str) -> None:
    for clause, (code, later) in rows(TEXT, f"## {section}").items():
        assert NAMED.search(code) or later.startswith("later: "), clause
        assert later == "" or len(later.split()) > 2, clause


@pytest.mark.parametrize("section", SECTIONS)
def test_every_clause_of_the_table_has_its_row(section: str, shared: Path) -> None:
    source = (shared / "rules" / "clauses.md").read_text(encoding="utf-8")
    asked = set(rows(source, f"### {section}"))
    if section == "1.3":
        part = source[source.index("### 1.3") : source.index("### 1.4")]
        asked |= set(re.findall(r"^\*\*([^*]+)\*\*", part, re.MULTILINE))
    assert len(asked) >= 12
    assert set(rows(TEXT, f"## {section}")) == asked


def test_every_module_named_after_a_rule_is_in_the_table() -> None:
    """A gate that nobody finds in the table would be one that nobody knows of."""
    named = {module for module, _ in NAMED.findall(TEXT)}
    gates = {path.stem for path in (ROOT / "cfpdesk" / "model").glob("*_gate.py")}
    assert gates - named <= {"engagement_gate"}
