"""Reads as much YAML as the published PACT schema needs: no anchors, tags, or several documents.

The project has no YAML library, and this file is read in tests only. What it cannot read it
refuses, so that no part of the schema is passed over.
"""

import re
from dataclasses import dataclass

Yaml = str | bool | int | list["Yaml"] | dict[str, "Yaml"]

_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s#'"\[{|>][^:#]*?)\s*:(?:\s+(.*))?$""")


@dataclass
class _Lines:
    rows: list[str]
    at: int = 0

    def peek(self) -> tuple[int, str] | None:
        """Return indent and text of the next line that says something."""
        while self.at < len(self.rows):
            row = self.rows[self.at]
            if row.strip() and not row.lstrip().startswith("#"):
                return len(row) - len(row.lstrip()), row.strip()
            self.at += 1
        return None


def read_yaml(text: str) -> Yaml:
    lines = _Lines(text.splitlines())
    first = lines.peek()
    assert first is not None
    value = _block(lines, first[0])
    assert lines.peek() is None, lines.rows[lines.at]
    return value


def _block(lines: _Lines, indent: int) -> Yaml:
    found = lines.peek()
    assert found is not None
    if _is_item(found[1]):
        return _sequence(lines, indent)
    if _KEY.match(found[1]):
        return _mapping(lines, indent)
    return _scalar(_joined(lines, indent - 1))


def _sequence(lines: _Lines, indent: int) -> list[Yaml]:
    items: list[Yaml] = []
    while (found := lines.peek()) and found[0] == indent and _is_item(found[1]):
        rest = found[1][1:].lstrip()
        if not rest:
            lines.at += 1
            inner = lines.peek()
            assert inner is not None
            items.append(_block(lines, inner[0]))
        elif _KEY.match(rest) and not rest.startswith(("'", '"')):
            deeper = indent + len(found[1]) - len(rest)
            lines.rows[lines.at] = " " * deeper + rest
            items.append(_mapping(lines, deeper))
        else:
            lines.rows[lines.at] = " " * (indent + 2) + rest
            items.append(_scalar(_joined(lines, indent)))
    return items


def _mapping(lines: _Lines, indent: int) -> dict[str, Yaml]:
    fields: dict[str, Yaml] = {}
    while (found := lines.peek()) and found[0] == indent:
        match = _KEY.match(found[1])
        assert match, found[1]
        key, rest = match[1].strip("'\""), _bare(match[2] or "")
        lines.at += 1
        assert key not in fields, key
        if re.fullmatch(r"[|>][+-]?", rest):
            fields[key] = _joined(lines, indent)
        elif rest:
            fields[key] = _scalar(f"{rest} {_joined(lines, indent)}".strip())
        else:
            inner = lines.peek()
            deep = inner is not None and (
                inner[0] > indent or (inner[0] == indent and _is_item(inner[1]))
            )
            fields[key] = _block(lines, inner[0]) if inner and deep else ""
    assert found is None or found[0] < indent, found
    return fields


def _is_item(text: str) -> bool:
    return text == "-" or text.startswith("- ")


def _joined(lines: _Lines, indent: int) -> str:
    """Take all further lines that lie deeper, as one text."""
    rows = []
    while lines.at < len(lines.rows):
        row = lines.rows[lines.at]
        if row.strip() and len(row) - len(row.lstrip()) <= indent:
            break
        rows.append(row.strip())
        lines.at += 1
    return " ".join(rows).strip()


def _bare(text: str) -> str:
    return "" if text.startswith("#") else text.split(" #", maxsplit=1)[0].strip()


def _scalar(text: str) -> Yaml:
    if text.startswith("["):
        assert text.endswith("]"), text
        return [_scalar(_bare(part.strip())) for part in text[1:-1].split(",") if part.strip()]
    if text[:1] in "'\"" and text[:1]:
        assert text.endswith(text[0]), text
        return text[1:-1]
    if re.fullmatch(r"[0-9]+", text):
        return int(text)
    return {"true": True, "false": False}.get(text, text)
