"""The scripted day and the engagement, as files: who does and says what."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "resources" / "sample"
SHORT = "VISIT_SHORT"
SHORT_FINDINGS = ("NC-03", "MS-02", "CR-01")
SHORT_PHOTOS = {"DSC00919.JPG", "mmexport1773802967.jpg", "IMG_4021.HEIC"}
BODY = "嘉泰检验认证有限公司 CICC"


@cache
def day() -> dict[str, Any]:
    """Return what happened on the two days."""
    found: dict[str, Any] = json.loads((SAMPLE / "day.json").read_text("utf-8"))
    if os.environ.get(SHORT):
        for auditor in found["auditors"].values():
            _shorten(auditor, {conflict["item"] for conflict in found["conflicts"]})
    return found


def _shorten(auditor: dict[str, Any], conflicts: set[str]) -> None:
    """Keep of an auditor's day what is different: conflicts, findings, the odd photographs."""
    findings = [each for each in auditor["findings"] if each["key"] in SHORT_FINDINGS]
    wanted = conflicts | {each["item"] for each in findings}
    answers = auditor["answers"]
    keep = [a for n, a in enumerate(answers) if a["item"] in wanted or n < 3]
    keep += [a for a in answers if a["verdict"] == "not_applicable" and a not in keep][:1]
    needed = {file for each in (*keep, *findings) for file in each.get("evidence", [])}
    recalculation = auditor.get("recalculation", {"lines": []})
    needed |= {line["evidence"] for line in recalculation["lines"]}
    needed.add(recalculation.get("workbook", ""))
    sampling = auditor.get("sampling", {"evidence": {}})
    sampling.pop("reverse", None)
    needed |= {*sampling["evidence"].values(), sampling.get("ledger", "")}
    auditor["findings"], auditor["answers"] = findings, keep
    for kind in ("evidence", "documents"):
        auditor[kind] = [e for e in auditor[kind] if e["file"] in needed | SHORT_PHOTOS]
    auditor["interviews"] = auditor["interviews"][:1]


@cache
def agreed() -> dict[str, Any]:
    """Return the agreed facts, sites, people and owners."""
    found: dict[str, Any] = json.loads((SAMPLE / "engagement.json").read_text("utf-8"))
    return found


@cache
def names() -> dict[str, str]:
    """Return the people's names by their short names in the data."""
    return {person["key"]: person["name"] for person in agreed()["people"]}


@cache
def _inks() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLE / "signatures.json").read_text("utf-8"))
    return found


def strokes(key: str) -> list[list[tuple[float, float]]]:
    """Return a person's drawn signature: strokes of points as shares of the pad."""
    ink = _inks()[key]
    wide, high = float(ink["width"]), float(ink["height"])
    return [
        [(0.08 + 0.8 * x / wide, 0.1 + 0.75 * y / high) for x, y, *_rest in stroke]
        for stroke in ink["strokes"]
    ]


def key_of(name: str) -> str:
    """Return the short name of a person."""
    return next(key for key, each in names().items() if each == name)


def mine(who: str) -> dict[str, Any]:
    """Return what one auditor does that day."""
    found: dict[str, Any] = day()["auditors"][who]
    return found


def client_file(name: str) -> Path:
    """Return a file that the client hands over."""
    return next(path for path in (SAMPLE / "client").rglob("*") if path.name == name)


def photo(name: str) -> Path:
    """Return a photograph."""
    return SAMPLE / "photos" / name
