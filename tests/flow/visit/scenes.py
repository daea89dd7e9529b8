"""The scenes by name; each takes the stage and returns what was seen."""

from collections.abc import Callable
from typing import Any

from tests.flow.visit.meeting import opening, receive_kit
from tests.flow.visit.prepare import prepare
from tests.flow.visit.stage import Stage

Scene = Callable[[Stage], dict[str, Any] | None]


def first_run(stage: Stage) -> None:
    """A new laptop: a key, its card saved for the lead."""
    stage.first_run()
    stage.picture(f"welcome-{stage.who}")


def meet(stage: Stage) -> dict[str, Any]:
    """苏晓岚 receives the kit and holds the opening meeting."""
    receive_kit(stage)
    return opening(stage)


SCENES: dict[str, Scene] = {
    "first_run": first_run,
    "prepare": prepare,
    "meet": meet,
}
