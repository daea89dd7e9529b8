"""The scenes by name; each takes the stage and returns what was seen."""

from collections.abc import Callable
from typing import Any

from tests.flow.visit import gating, hands, recalculation, sampling
from tests.flow.visit.answers import answer_all, answer_rest, answered, undo_and_redo
from tests.flow.visit.closing import closing
from tests.flow.visit.day import agreed
from tests.flow.visit.evidence import bring_in
from tests.flow.visit.exporting import export, hand_on
from tests.flow.visit.findings import write_all
from tests.flow.visit.meeting import opening, receive_kit
from tests.flow.visit.merging import merge_all
from tests.flow.visit.papers import papers, surroundings
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


def come_back(stage: Stage, folder: str = "kit") -> None:
    """Open the laptop again: passphrase, the engagement that was open."""
    stage.unlock()
    stage.open_recent(folder)


def work(stage: Stage) -> dict[str, Any]:
    """Evidence and answers, until the power goes."""
    come_back(stage)
    return bring_in(stage) | answer_all(stage)


def after_the_power_went(stage: Stage) -> dict[str, Any]:
    """The laptop starts again; what was recovered is told, and the work goes on."""
    come_back(stage)
    hands.wait_for(lambda: hands.there("recovery-back"), "the recovery notice")
    stage.picture("recovered")
    hands.click(hands.named("recovery-back"))
    hands.come_back(stage.window)
    before = answered(stage)
    found = answer_all(stage) | recalculation.recalculate(stage) | sampling.sample(stage)
    return {"kept": before, "recovered": True} | found | deliver(stage)


def whole_day(stage: Stage) -> dict[str, Any]:
    """高博: kit, evidence, answers, findings, package."""
    receive_kit(stage)
    found = bring_in(stage) | answer_all(stage)
    return found | undo_and_redo(stage) | deliver(stage)


def deliver(stage: Stage) -> dict[str, Any]:
    """Findings with the client's answers, then the signed package."""
    found = write_all(stage)
    name = f"auditor-{stage.who}"
    return found | export(stage, name, locked=stage.who == "gao", picture=name)


def lead_day(stage: Stage) -> dict[str, Any]:
    """The lead: own items, merge, closing meeting, seal, papers, pictures."""
    come_back(stage, agreed()["engagement"]["number"])
    found = bring_in(stage) | answer_all(stage)
    found |= merge_all(stage)
    found["rest"] = answer_rest(stage)
    found |= recalculation.look_again(stage) | sampling.look_again(stage)
    found["gates"] = {"warning": gating.warning(stage)}
    found |= closing(stage)
    found |= hand_on(stage)
    found |= papers(stage)
    found |= surroundings(stage)
    found["pictures"] = stage.pictures_of_all_pages()
    return found


SCENES: dict[str, Scene] = {
    "first_run": first_run,
    "prepare": prepare,
    "meet": meet,
    "work": work,
    "resume": after_the_power_went,
    "whole_day": whole_day,
    "lead_day": lead_day,
}
