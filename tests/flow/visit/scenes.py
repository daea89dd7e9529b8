"""The scenes by name; each takes the stage and returns what was seen."""

from collections.abc import Callable
from typing import Any

from tests.flow.visit.answers import answer_all
from tests.flow.visit.evidence import bring_in
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


def come_back(stage: Stage) -> None:
    """Open the laptop again: passphrase, the engagement that was open."""
    stage.unlock()
    stage.open_recent("kit")


def work(stage: Stage) -> dict[str, Any]:
    """Evidence and answers, until the power goes."""
    come_back(stage)
    return bring_in(stage) | answer_all(stage)


SCENES: dict[str, Scene] = {
    "first_run": first_run,
    "prepare": prepare,
    "meet": meet,
    "work": work,
}
