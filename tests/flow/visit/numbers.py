"""The figures of the day as the pages and the papers said them, against those worked by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2

from tests.flow.visit.summary import Checks

# 12,000 t: claimed 33,702,748 kg; electricity 3,600,000 kWh × (0.5306 − 0.5777) and 5 kg of
# HFC-32 × (677 − 771) were claimed too low.
IMPORTED = {
    "Claimed by the client": "2,808.56 33,702,748 kg",
    "Recalculated": "2,808.56 33,702,748 kg",
    "Difference": "0.00 没有差",
}
VERIFIED = {
    "Claimed by the client": "2,808.56 33,702,748 kg",
    "Recalculated": "2,822.73 33,872,778 kg",
    "Difference": "−14.17 低报 0.50 %",
}
LINES = {"P1": "差 −169,560 kg", "P6": "差 −470 kg", "R1": "差 0 kg"}


def recalculation(made: Checks, seen: dict[str, Any]) -> None:
    """What the inventory page said on the auditor's laptop, and on the lead's after the merge."""
    auditor = seen["su/resume"]["recalculation"]
    _same(made, "the claim as it was imported", auditor["imported"], IMPORTED)
    _same(made, "the claim recalculated", auditor["verified"], VERIFIED)
    for code, words in LINES.items():
        told = auditor["lines"][code]
        made.add(f"recalculated line {code}", told.endswith(words), told)
    simulated = auditor["simulated"]
    made.add("simulation of the result", "10,000" in simulated, simulated)
    merged = seen["lin/lead_day"]["recalculation"]
    _same(made, "the claim recalculated, after the merge on the lead's laptop", merged, VERIFIED)


def _same(made: Checks, name: str, found: dict[str, str], wanted: dict[str, str]) -> None:
    made.add(name, found == wanted, " | ".join(found.values()))


def paper(made: Checks, path: Path, words: Sequence[str]) -> None:
    """A printed paper has these words, however its lines are broken."""
    book = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_bounded() for page in book)
    plain = "".join(text.split())
    missing = [word for word in words if "".join(word.split()) not in plain]
    told = f"{len(book)} pages, {', '.join(words)}" if not missing else f"without {missing}"
    made.add(f"{path.name} says the figures", not missing, told)
