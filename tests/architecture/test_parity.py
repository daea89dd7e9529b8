"""A step has the same noun in every layer; a document is one file and one line."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

from cfpdesk.flow import STEPS, Step
from cfpdesk.ui.page_registry import PAGES

ROOT = Path(__file__).resolve().parents[2]
MODEL_OF = {"opening": "meeting", "document": "issue", "sampling": "population"}


@pytest.mark.parametrize("step", STEPS, ids=lambda s: s.noun)
def test_step_is_there_in_every_layer(step: Step) -> None:
    model = ROOT / "cfpdesk" / "model" / f"{MODEL_OF.get(step.noun, step.noun)}.py"
    assert model.exists(), model
    module = import_module(f"cfpdesk.steps.{step.noun}")
    for verb in ("state", "status", "blockers"):
        assert inspect.isfunction(getattr(module, verb, None)), f"steps/{step.noun}.py: {verb}()"
    assert any(page.noun == step.noun for page in PAGES), "no line in ui/page_registry.py"
    catalogues = list((ROOT / "resources" / "locale" / "zh").glob(f"{step.noun}*.po"))
    assert catalogues, f"resources/locale/zh/{step.noun}.po"


def test_pages_come_in_the_order_of_the_steps() -> None:
    assert [page.noun for page in PAGES] == ["home", *(step.noun for step in STEPS)]
    assert [page.number for page in PAGES[1:]] == [step.number for step in STEPS]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.noun)
def test_page_has_a_test(page: object) -> None:
    noun = getattr(page, "noun", "")
    tests = [*(ROOT / "tests" / "ui").glob("test_*.py"), *(ROOT / "tests" / "flow").rglob("*.py")]
    assert any(noun in test.read_text(encoding="utf-8") for test in tests)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "cfpdesk" / "steps").glob("*.py")), ids=lambda p: p.stem
)
def test_steps_write_through_the_one_door(path: Path) -> None:
    """No step opens a database or a file for writing; writing is `transact` and `attach`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"write_text", "write_bytes", "execute", "connection"}, (
                f"{path.name}:{node.lineno}"
            )
