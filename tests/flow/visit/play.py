"""The sample day as a play: who comes on when, and one laptop that loses its power.

`python -m tests.flow.visit.play DIR [--short]` plays it and proves what it left. Each scene is a
process of its own (see `person`); the two auditors work at the same time.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.flow.visit import proof
from tests.flow.visit.day import ROOT, SHORT

KILL_AFTER = 23  # answers of 苏晓岚; on the short day 4
Seen = dict[str, Any]


class SceneError(RuntimeError):
    """A scene did not come to its end; the text is what its process said last."""


def play(place: Path) -> Seen:
    """Play the whole day into a fresh folder, and write the summary.

    Returns:
        What was seen, and what the proof found.

    Raises:
        SceneError: if a scene went wrong.
    """
    began = time.monotonic()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    seen: Seen = {}
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda who: scene(place, who, "first_run", seen), ("su", "gao")))
        scene(place, "lin", "prepare", seen)
        days = [
            both.submit(_day_of_su, place, seen),
            both.submit(scene, place, "gao", "whole_day", seen),
        ]
        for each in days:
            each.result()
    shutil.copytree(place / "laptops" / "lin", place / "laptops" / "lin-before-merge")
    scene(place, "lin", "lead_day", seen)
    seen["seconds"] = round(time.monotonic() - began, 1)
    (place / "log" / "seen.json").write_text(json.dumps(seen, ensure_ascii=False), "utf-8")
    proof.prove(place, seen)
    return seen


def _day_of_su(place: Path, seen: Seen) -> None:
    scene(place, "su", "meet", seen)
    scene(place, "su", "work", seen, kill_after=4 if os.environ.get(SHORT) else KILL_AFTER)
    scene(place, "su", "resume", seen)


def scene(place: Path, who: str, name: str, seen: Seen, kill_after: int = 0) -> None:
    """Play one scene in a process; with `kill_after` the power goes after so many answers.

    Raises:
        SceneError: if it did not come to its end, or came to it although the power should go.
    """
    words = [sys.executable, "-X", "faulthandler", "-m", "tests.flow.visit.person", who, name]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    log = place / "log" / f"{who}-{name}.txt"
    log.parent.mkdir(exist_ok=True)
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [*words, str(place)],
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=ROOT,
            env=env,
            text=True,
        )
        assert process.stdout is not None
        result: Seen = {}
        for line in process.stdout:
            kind, _space, rest = line.strip().partition(" ")
            if kind == "MARK" and kill_after and int(rest) >= kill_after:
                process.kill()
                result = {"killed_after": int(rest)}
                break
            if kind == "SEEN":
                result = json.loads(rest)
        process.stdout.close()
        code = process.wait()
    if (code != 0) != bool(kill_after) or not result:
        words_said = log.read_text("utf-8")[-3000:]
        raise SceneError(f"{who}, scene {name}, ended with {code}:\n{words_said}")
    seen[f"{who}/{name}"] = result


def main(words: list[str]) -> int:
    """Play, print the summary; 1 if anything went wrong."""
    place = Path(words[0])
    if "--short" in words:
        os.environ[SHORT] = "1"
    try:
        play(place)
    except (SceneError, proof.ProofError) as error:
        print(error, file=sys.stderr)
        return 1
    print((place / "summary.txt").read_text("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
