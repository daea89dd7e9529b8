"""The figures of the day as the pages and the papers said them, against those worked by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2

from tests.flow.visit.day import day
from tests.flow.visit.summary import Checks

# 12,000 t: claimed 33,702,748 kg; electricity 3,600,000 kWh × (0.5306 − 0.5777) and 5 kg of
# HFC-32 × (677 − 771) were claimed too low.
IMPORTED = {
    "Claimed by the client": "2,808.56 各行合计 33,702,748 kg",
    "Recalculated": "2,808.56 33,702,748 kg",
    "Difference": "0.00 没有差",
}
VERIFIED = {
    "Claimed by the client": "2,808.56 各行合计 33,702,748 kg",
    "Recalculated": "2,822.73 33,872,778 kg",
    "Difference": "−14.17 低报 0.50 %",
}
DRAWN, TRACED_BACK = 47, 76
OPINION = "保留意见"
ITEMS = {"RK-25-0146": "核实 307.90，差 +1.60", "RK-25-0183": "核实 23.29，差 −0.72"}
LINES = {"P1": "差 −169,560 kg", "P6": "差 −470 kg", "R1": "差 0 kg"}
PAPERS = {
    "recalculation": ("2,822.73", "−14.17", "−169,560", "−470"),
    "sampling-record": ("RK-25-0146", "307.90", "RK-25-0183", "23.29", "1127"),
    "misstatement-ledger": ("−169,560", "−18,092", "+3,696"),
}


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


def sampling(made: Checks, seen: dict[str, Any]) -> None:
    """What the sampling page said on the auditor's laptop, and on the lead's after the merge."""
    auditor, merged = seen["su/resume"]["sampling"], seen["lin/lead_day"]["sampling"]
    total = auditor["reconciled"]
    made.add("the ledger of receipt slips is reconciled", "12,600.00 t，一致" in total, total)
    made.add("vouchers checked", auditor["checked"] == DRAWN, str(auditor["checked"]))
    for item, words in ITEMS.items():
        told = auditor["items"].get(item, "not drawn")
        made.add(f"voucher {item}", words in told, told)
    alone = auditor["alone"]
    made.add("no conclusion without a way back", "没有查漏报" in alone, alone)
    said = auditor["conclusion"]
    if "reverse" in auditor:
        back = auditor["reverse"]
        told = back["conclusion"]
        good = back["checked"] == TRACED_BACK and "无漏记" in told
        made.add("waybills traced back", good, f"{back['checked']}: {told}")
        made.add("the sample's conclusion", "两个方向的上限都在重要性 ±5 % 之内" in said, said)
    rows = auditor["ledger"]
    for words in ("P1 外购电力，低报 169,560 kg", "P6 制冷剂 HFC-32 逸散，低报 470 kg"):
        told = next((row for row in rows if words in row), "missing")
        made.add(f"gathered misstatement {words[:2]}", told != "missing", told)
    told = next((row for row in rows if "抽样" in row), "missing")
    made.add("gathered misstatement of the sample", "高报 3,696 kg，低报 19,755 kg" in told, told)
    same = merged["conclusion"] == said and merged["items"] == auditor["items"]
    name = "the same sample and conclusion after the merge on the lead's laptop"
    made.add(name, same, merged["conclusion"])
    told = merged["opinion"]
    made.add("the opinion proposed is the one of the script", told == OPINION, told)
    told = merged["base"]
    good = "33,702,748 kg" in told and "33,702,720 kg" in told
    made.add("both figures of the claim are said beside the ledger", good, told)


def gates(made: Checks, place: Path, seen: dict[str, Any]) -> None:
    """What the rules refused, let pass and warned of on the way, as the window said it."""
    let_pass, warned = day()["gates"]["override"], day()["gates"]["warning"]
    before, after = seen["lin/prepare"]["gates"], seen["lin/lead_day"]["gates"]
    hard, let = before["hard"], before["override"]
    told = f"{hard['sentence']} → {hard['sending']} → {hard['beginning']}"
    stopped = all(day()["gates"]["hard"]["sentence"] in said for said in hard.values())
    made.add("a hard block keeps plan and visit from going on", stopped, told)
    passed = let_pass["by"] in let["after"] and let_pass["reason"] in let["after"]
    made.add("an override by a named office, with its reason", passed, let["after"])
    signed = seen["su/meet"]["signed"]
    told = f"{len(signed)} signatures at the opening meeting"
    made.add("the visit begins with the override", bool(signed), told)
    told = f"{after['warning']['sentence']}：{warned['text']}"
    made.add("a warning stays in the record", bool(after["warning"]["sentence"]), told)
    sealed = seen["lin/lead_day"].get("sealed", False)
    made.add("the visit is sealed with the warning", sealed, str(sealed))
    printed = (let_pass["by"], let_pass["reason"], let_pass["sentence"])
    paper(made, place / "competence-matrix.pdf", printed)
    paper(made, place / "checklist-record.pdf", (warned["text"],))


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
