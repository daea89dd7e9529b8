"""The shipped checklist: complete, in two languages, and the same items as its source."""

import json
from collections import Counter
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.model.checklist import applicable, outside_boundary
from cfpdesk.model.engagement import Boundary, Engagement, Stage
from cfpdesk.store.checklist_library import checklist_versions, load_checklist


def test_the_newest_is_taken_where_none_is_named() -> None:
    assert load_checklist().version == checklist_versions()[-1]
    assert load_checklist("cfp-2026.1") == load_checklist()


@pytest.mark.parametrize("version", ["cfp-1999.1", "../sample/engagement", "cfp-2026.1.json"])
def test_an_unknown_version_is_a_clear_sentence(version: str) -> None:
    with pytest.raises(UserError) as caught:
        load_checklist(version)
    assert "which this program does not have" in caught.value.message.template


def test_120_items_of_which_98_apply_at_stage_2() -> None:
    checklist = load_checklist("cfp-2026.1")
    assert len(checklist.items) == 120
    assert len({item.id for item in checklist.items}) == 120
    assert len(applicable(checklist, Engagement(stage=Stage.STAGE_2))) == 98


def test_cradle_to_gate_leaves_out_use_and_end_of_life() -> None:
    engagement = Engagement(stage=Stage.STAGE_2, boundary=Boundary.CRADLE_TO_GATE)
    items = applicable(load_checklist("cfp-2026.1"), engagement)
    out = Counter(item.group for item in items if outside_boundary(item, engagement))
    assert out == {"DIST": 3, "USE": 3, "EOL": 4, "ELEC": 1}


def test_it_says_what_its_source_says(shared: Path) -> None:
    source = json.loads((shared / "rules" / "checklist.json").read_text(encoding="utf-8"))
    kept = [
        {
            "id": item.id,
            "group": f"{item.group_title.zh} {item.group_title.en}",
            "stage": list(item.stages),
            "lifecycle_stage": item.lifecycle_stage,
            "clause_refs": list(item.clauses),
            "question_zh": item.question.zh,
            "question_en": item.question.en,
            "evidence_zh": item.evidence.zh,
            "evidence_en": item.evidence.en,
            "risk": item.risk,
        }
        for item in load_checklist("cfp-2026.1").items
    ]
    assert kept == source
