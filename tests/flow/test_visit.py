"""The sample day through the real window, end to end, as `make run` plays it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.visit.day import ROOT


def played(place: Path, *words: str) -> str:
    """Play into a folder and return the summary; a failed play fails with what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.flow.visit.play", str(place), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return (place / "summary.txt").read_text("utf-8")


def check(place: Path, summary: str) -> None:
    """What a reader of the summary looks for."""
    assert "FAILED" not in summary
    for line in (
        "ok      cfpdesk verify kit.cfpkg: exit 0",
        "ok      cfpdesk verify auditor-su.cfpkg: exit 0",
        "ok      cfpdesk verify auditor-gao.cfpkg.age: exit 0",
        "ok      cfpdesk verify consolidated.cfpkg: exit 0",
        "ok      verify with byte 200 flipped: exit 1",
        "ok      docs/VERIFY.txt by hand: auditor-su-countersigned.cfpkg: OK",
        "ok      check items in conflict: 3",
        "ok      conflicts left after settling: 0",
        "ok      attendance rows of both meetings: 18",
        "ok      the claim recalculated: 2,808.56 各行合计 33,702,748 kg | 2,822.73 33,872,778 kg",
        "ok      recalculated line P1",
        "ok      the claim recalculated, after the merge on the lead's laptop: 2,808.56",
        "ok      vouchers checked: 47",
        "ok      voucher RK-25-0146: ",
        "ok      the same sample and conclusion after the merge on the lead's laptop: ",
        "ok      recalculation.pdf says the figures",
        "ok      sampling-record.pdf says the figures",
        "ok      misstatement-ledger.pdf says the figures",
        "ok      a hard block keeps plan and visit from going on: 文件评审占 6.5 天中的 1.5 天",
        "ok      an override by a named office, with its reason: 高博的证书 2026-03-18 到期",
        "ok      the visit begins with the override: ",
        "ok      a warning stays in the record: 常州仓库 2026-03-19：生产没有正常运行",
        "ok      competence-matrix.pdf says the figures",
        "ok      checklist-record.pdf says the figures",
        "ok      override in the merged record: 1",
        "ok      warnings of Qt: 0",
    ):
        assert line in summary, line
    for name in (
        "kit.cfpkg", "auditor-su.cfpkg", "auditor-gao.cfpkg.age", "merged",
        "attendance-opening.pdf", "attendance-opening.xlsx", "consolidated.cfpkg",
    ):  # fmt: skip
        assert (place / name).exists(), name
    for name in (
        "gate-hard-block", "gate-plan-refused", "gate-visit-refused", "gate-overridable",
        "gate-overriding", "gate-overridden", "gate-warning",
    ):  # fmt: skip
        assert (place / "pictures" / f"{name}.png").exists(), name


def test_the_short_day(tmp_path: Path) -> None:
    place = tmp_path / "visit"
    check(place, played(place, "--short"))
    assert len(list((place / "pictures").glob("*-zh-light.png"))) >= 10


@pytest.mark.slow
def test_the_whole_day(tmp_path: Path) -> None:
    place = tmp_path / "visit"
    check(place, played(place))
    for language in ("zh", "en"):
        for mode in ("light", "dark"):
            assert len(list((place / "pictures").glob(f"*-{language}-{mode}.png"))) >= 10
