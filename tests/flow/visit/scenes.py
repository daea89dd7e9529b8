"""The scenes by name; each takes the stage and returns what was seen."""

from collections.abc import Callable
from typing import Any

from tests.flow.visit.prepare import prepare
from tests.flow.visit.stage import Stage

Scene = Callable[[Stage], dict[str, Any] | None]


def first_run(stage: Stage) -> None:
    """A new laptop: a key, its card saved for the lead."""
    stage.first_run()
    stage.picture(f"welcome-{stage.who}")


SCENES: dict[str, Scene] = {
    "first_run": first_run,
    "prepare": prepare,
}
