"""A checklist is read strictly, and a damaged one says where."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.checklist import applicable, outside_boundary
from cfpdesk.model.checklist_library import parse_checklist
from cfpdesk.model.engagement import Boundary, Engagement, Stage

GOOD: dict[str, Any] = {
    "version": "cfp-1.0",
    "title": {"zh": "表", "en": "List"},
    "groups": [{"code": "ELEC", "title": {"zh": "电力", "en": "Electricity"}}],
    "items": [
        {
            "id": "ELEC-01",
            "stages": ["S2", "SV"],
            "lifecycle_stage": "use",
            "risk": "H",
            "clauses": ["ISO14067:6.4.9.4"],
            "question": {"zh": "问？", "en": "Question?"},
            "evidence": {"zh": "证据", "en": "Evidence"},
        }
    ],
}


def item(data: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = data["items"][0]
    return first


def test_a_good_checklist_keeps_everything() -> None:
    found = parse_checklist(GOOD)
    assert found.version == "cfp-1.0"
    (only,) = found.items
    assert (only.id, only.group, only.group_title.en) == ("ELEC-01", "ELEC", "Electricity")
    assert only.stages == ("S2", "SV")
    assert (only.question.zh, only.evidence.en, only.risk) == ("问？", "Evidence", "H")


@pytest.mark.parametrize(
    ("place", "break_it"),
    [
        ("version", lambda d: d.update(version="../secret")),
        ("title", lambda d: d.pop("title")),
        ("title.en", lambda d: d["title"].update(en=" ")),
        ("groups", lambda d: d.update(groups=[])),
        ("groups.0.code", lambda d: d["groups"][0].pop("code")),
        ("items", lambda d: d["items"].append(item(d))),
        ("items.0.id", lambda d: item(d).update(id="elec-1")),
        ("items.0.id", lambda d: item(d).update(id="XXXX-01")),
        ("items.0.stages", lambda d: item(d).update(stages=["S9"])),
        ("items.0.stages", lambda d: item(d).update(stages=[])),
        ("items.0.lifecycle_stage", lambda d: item(d).update(lifecycle_stage="moon")),
        ("items.0.risk", lambda d: item(d).update(risk=3)),
        ("items.0.clauses", lambda d: item(d).update(clauses=[7])),
        ("items.0.question", lambda d: item(d).update(question="only one")),
        ("items.0.evidence.zh", lambda d: item(d)["evidence"].pop("zh")),
    ],
)
def test_a_damaged_one_says_where(place: str, break_it: Callable[[dict[str, Any]], object]) -> None:
    data = copy.deepcopy(GOOD)
    break_it(data)
    with pytest.raises(UserError) as caught:
        parse_checklist(data)
    assert dict(caught.value.message.values)["place"] == place


def test_something_else_entirely_is_refused() -> None:
    with pytest.raises(UserError):
        parse_checklist(["a list"])


def test_the_stage_chooses_and_the_boundary_only_proposes() -> None:
    checklist = parse_checklist(GOOD)
    to_gate = Engagement(stage=Stage.STAGE_2, boundary=Boundary.CRADLE_TO_GATE)
    assert applicable(checklist, to_gate) == checklist.items
    assert applicable(checklist, to_gate.but(stage=Stage.STAGE_1)) == ()
    assert outside_boundary(checklist.items[0], to_gate)
    assert not outside_boundary(checklist.items[0], to_gate.but(boundary=Boundary.CRADLE_TO_GRAVE))
