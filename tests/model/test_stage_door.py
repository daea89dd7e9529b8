"""Doors: each blocker keeps its own and later ones shut; warnings keep none."""

import ast
import re
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model import stage_door
from cfpdesk.model.gate import Blocker, Level, Target
from cfpdesk.model.stage_door import Door, check_door, door_of, shut


def blocker(code: str, level: Level = Level.HARD) -> Blocker:
    return Blocker(code, level, "RULE:4.1", msg("Low"), msg("Look"), Target("engagement"))


@pytest.mark.parametrize(
    ("code", "door"),
    [
        ("team.statement", Door.STAGE1),
        ("contract.decision", Door.STAGE1),
        ("person_days.floor", Door.STAGE1),
        ("document_review.suspended", Door.STAGE1),
        ("document_review.document_risk", Door.STAGE2),
        ("plan.confirmed", Door.STAGE2),
        ("stages.not_ready", Door.STAGE2),
        ("stages.joined_site", Door.STAGE1),
        ("stages.issue", Door.CLOSING),
        ("stages.running_text", Door.CLOSING),
        ("certificate.valid_to", Door.CERTIFICATE),
        ("opening.agenda", None),
        ("", None),
    ],
)
def test_a_code_belongs_to_a_door(code: str, door: Door | None) -> None:
    assert door_of(code) is door


def test_a_blocker_keeps_its_door_and_later_ones_shut() -> None:
    found = (blocker("plan.sent"), blocker("stages.issue"), blocker("team.mentor"))
    assert [len(shut(found, door)) for door in Door] == [1, 2, 3, 3]
    assert shut(found, Door.STAGE2) == (found[0], found[2])
    assert shut(found, Door.STAGE1, stage1_on_site=True) == (found[0], found[2])


def test_warnings_keep_nothing_shut() -> None:
    soft = [blocker("plan.sent", level) for level in (Level.WARNING, Level.INFO)]
    assert shut(soft, Door.CERTIFICATE) == ()
    check_door(soft, Door.CERTIFICATE)
    assert len(shut([blocker("plan.replaced", Level.OVERRIDABLE)], Door.STAGE2)) == 1


def test_a_shut_door_says_why() -> None:
    with pytest.raises(UserError) as one:
        check_door([blocker("plan.sent")], Door.STAGE2)
    assert one.value.message.text("zh") == "二阶段还不能开始：低。"
    with pytest.raises(UserError) as more:
        check_door([blocker("plan.sent"), blocker("team.mentor")], Door.STAGE2)
    assert more.value.message.text("en") == "Stage 2 cannot begin: Low; and 1 more."


def test_every_gate_of_the_rules_has_a_door() -> None:
    folder = Path(stage_door.__file__).parent
    nouns = set()
    for path in folder.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and re.fullmatch(
                "GateMaker", getattr(call.func, "id", "")
            ):
                first = call.args[0]
                assert isinstance(first, ast.Constant)
                nouns.add(str(first.value))
    assert nouns - {"double_counting", "quantification"} == {
        code.partition(".")[0] for code in stage_door._DOORS
    }
