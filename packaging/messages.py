"""Message catalogues: merge the Chinese of all nouns into one file, and report what is missing.

python packaging/messages.py compile    merge resources/locale/zh/*.po into cfpdesk.json
python packaging/messages.py check      every text has its Chinese, with the same {fields}
python packaging/messages.py missing    print what has none, ready to be pasted into a .po
"""

import json
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "locale" / "zh"
TARGET = FOLDER / "cfpdesk.json"
KEYWORDS = {"_": None, "msg": None, "N_": None}
FIELD = re.compile(r"\{(\w*)\}")
FORM = re.compile(r"\{\w+:[^{}|]*\|[^{}|]*\}")
COUNTED = re.compile(r"\{[nm]\} (?:[a-z]+ )?[a-z]+s\b")
"""A count and a plural that would also stand for one."""
NEVER_ONE = {
    "{n} items: {verdict}",
    "Owner of {n} groups",
    "Take in {n} files",
    "An encrypted package has 1 to {n} recipients.",
    "The passphrase needs at least {n} characters; five words do.",
    "Weak: {n} characters, but much repeats",
    "Strong: {n} characters, not in the list of common ones",
    "Good enough: {n} characters, not in the list of common ones",
    "Why do these {n} items not apply?",
}
"""Sentences whose count is at least two; journals hold the first three as they stand."""


def merged() -> tuple[Catalog, list[str]]:
    """Return the Chinese of all files as one catalogue, and what contradicts itself."""
    catalogue = Catalog(locale="zh_CN", charset="utf-8")
    problems: list[str] = []
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as stream:
            part = read_po(stream, locale="zh_CN", abort_invalid=True)
        for message in part:
            if not message.id:
                continue
            if not message.string:
                problems.append(f"{path.name}: no Chinese for {message.id!r}")
                continue
            before = catalogue.get(message.id)
            if before is not None and before.string != message.string:
                problems.append(f"{path.name}: {message.id!r} is {before.string!r} elsewhere")
            catalogue.add(message.id, message.string)
    return catalogue, problems


def extracted() -> dict[str, str]:
    """Return every text of the program, with the place it was first found."""
    found: dict[str, str] = {}
    for name, line, text, *_ in extract_from_dir(
        ROOT / "cfpdesk", method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    ):
        if isinstance(text, str) and text:
            found.setdefault(text, f"{name}:{line}")
    return found


def problems() -> list[str]:
    """Return everything that is wrong with the Chinese catalogue, one line each."""
    catalogue, found = merged()
    texts = extracted()
    for text, place in texts.items():
        message = catalogue.get(text)
        if message is None:
            found.append(f"{place}: no Chinese for {text!r}")
            continue
        if set(FIELD.findall(text)) != set(FIELD.findall(str(message.string))):
            found.append(f"{place}: the fields of {text!r} and {message.string!r} differ")
        loose = None if text in NEVER_ONE else COUNTED.search(FORM.sub("", text))
        if loose:
            found.append(f"{place}: {loose[0]!r} has one form, say {{n:one|many}} in {text!r}")
    for message in catalogue:
        if message.id and message.id not in texts:
            found.append(f"unused: {message.id!r}")
    return found


def compile_catalogue() -> None:
    """Write the one catalogue that is read at run time, unless it is newer than its sources."""
    sources = list(FOLDER.glob("*.po"))
    if TARGET.exists() and all(TARGET.stat().st_mtime > s.stat().st_mtime for s in sources):
        return
    catalogue, _ = merged()
    texts = {message.id: message.string for message in catalogue if message.id}
    partial = TARGET.with_suffix(".partial")
    partial.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    partial.replace(TARGET)


def main(command: str) -> int:
    """Run one of the three commands; returns the exit code."""
    if command == "compile":
        compile_catalogue()
        return 0
    found = problems()
    for line in found:
        if command == "check":
            print(line)
        elif "no Chinese for" in line and ".py:" in line:
            place, _, text = line.partition(": no Chinese for ")
            print(f'#: {place}\nmsgid {text!s}\nmsgstr ""\n')
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "compile"))
