"""From check item to finding: stated, told, answered and signed, corrected, closed."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from tests.flow.visit import dialogs, hands, lists
from tests.flow.visit.answers import go_to, link
from tests.flow.visit.day import SAMPLE, mine, names
from tests.flow.visit.recalculation import choose
from tests.flow.visit.signing import all_sign
from tests.flow.visit.stage import Stage

ORDER = ("draft", "raised", "told", "answered", "corrected", "verified", "closed")
BUTTON = {"major": "minor"}  # a major one is written down as a nonconformity, then regraded
MAJOR = ("改类别", "主要不符合")


def write_all(stage: Stage) -> dict[str, Any]:
    """Write every finding of this person, and take each as far as it came that day."""
    signed = 0
    findings = mine(stage.who)["findings"]
    for each in findings:
        _write(stage, each)
        signed += _client(stage, each)
        _onwards(stage, each)
        stage.calm()
    stage.picture(f"findings-{stage.who}")
    return {"findings": len(findings), "finding_signatures": signed}


def _write(stage: Stage, each: dict[str, Any]) -> None:
    kind = each["kind"]
    if each.get("line"):  # from the difference of a line, with its facts, clauses and effect
        stage.go(Qt.Key.Key_5)
        choose(each["line"])
        hands.press_key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, stage.window)
    else:
        stage.go(Qt.Key.Key_3)
        go_to(stage, each["item"])
        hands.click(hands.named(f"new-{BUTTON.get(kind, kind)}"))
    hands.wait_for(lambda: stage.window.current_noun == "finding", "the finding's page")
    hands.type_text(hands.named("title"), each["title"])
    if kind in BUTTON:
        dialogs.in_menu(lambda: hands.click(hands.named("more")), *MAJOR)
        stage.calm()
    hands.type_text(hands.named("facts"), each["facts"])
    for clause in each["clauses"]:
        if not hands.there("clauses"):
            hands.click(hands.named("add-clause"))
        hands.type_text(hands.named("clauses"), clause)
    if each.get("effect"):
        hands.type_text(hands.named("effect"), each["effect"])
    if each.get("effect_estimated"):
        hands.click(hands.named("effect_estimated"))
        hands.type_text(hands.named("effect_basis"), each["effect_basis"])
    if each.get("requirement"):
        hands.type_text(hands.named("requirement"), each["requirement"])
    if each.get("deadline"):
        hands.type_text(hands.named("deadline"), each["deadline"])
    for file in each["evidence"]:
        link(stage, file)
    _next()
    _next()


def _next() -> None:
    """Take the finding one step further."""
    hands.click(hands.named("next"))
    hands.settle(20)


def _client(stage: Stage, each: dict[str, Any]) -> int:
    """The client agrees or disputes, in their own words, and signs."""
    client = each["client"]
    position = hands.named("position")
    hands.click(hands.named(f"choice-{client['position']}", position))
    hands.type_text(hands.named("response"), client["response"])
    if each.get("reply"):
        hands.type_text(hands.named("reply"), each["reply"])
    signer = names()[client["signer"]]
    dialogs.in_menu(lambda: hands.click(hands.named("signers")), signer)
    signed = all_sign(stage, "signing-finding" if each["key"] == "MS-01" else "")
    assert signed == [signer], signed
    return len(signed)


def _onwards(stage: Stage, each: dict[str, Any]) -> None:
    far = ORDER.index(each["state"])
    if far >= ORDER.index("answered") and each["kind"] != "observation":
        _next()
    if each["kind"] in ("clarification", "observation"):
        return
    if far >= ORDER.index("corrected"):
        hands.type_text(hands.named("correction"), each["correction"])
        hands.type_text(hands.named("cause"), each["cause"])
        hands.type_text(hands.named("corrective_action"), each["corrective_action"])
        _next()
    if far >= ORDER.index("verified"):
        file = SAMPLE / "interviews" / each["correction_evidence"][0]
        proof = [
            w
            for w in hands.visible(type(hands.named("add-evidence")))
            if w.objectName() == "add-evidence"
        ]
        dialogs.in_dialog(lambda: hands.click(proof[-1]), dialogs.choose_file(file))
        stage.calm()
        hands.type_text(hands.named("verified_how"), each["verified_how"])
        _next()
    if far >= ORDER.index("closed"):
        _next()


def states() -> list[str]:
    """Return what the list says of each finding."""
    return lists.rows(hands.find(QListView, "不符合"))
