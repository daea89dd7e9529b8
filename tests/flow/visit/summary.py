"""The summary of the play: every check with what was found, for people to read."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Checks:
    """The checks in order: name, whether it holds, what was found."""

    rows: list[tuple[str, bool, str]] = field(default_factory=list)

    def add(self, name: str, good: bool, told: str) -> None:
        """Note a check."""
        self.rows.append((name, good, told))

    @property
    def failed(self) -> list[str]:
        """The checks that do not hold."""
        return [f"FAILED {name}: {told}" for name, good, told in self.rows if not good]


def write_summary(place: Path, made: Checks, seen: dict[str, Any]) -> None:
    """Write `summary.txt`."""
    lines = [
        "cfpdesk: the sample day, played through the real window",
        "cfpdesk：样例的两天，在真窗口里用键盘和鼠标走一遍",
        "",
        f"{len(made.rows)} checks 项核对，{len(made.failed)} failed 项不过",
        f"{seen.get('seconds')} s, in {place}",
        "",
        *[f"{'ok    ' if good else 'FAILED'}  {name}: {told}" for name, good, told in made.rows],
        "",
        "Scenes 场次",
    ]
    for name, each in seen.items():
        if not isinstance(each, dict) or name == "rows":
            continue
        facts = {key: value for key, value in each.items() if key not in ("pictures", "blocked_by")}
        lines.append(f"  {name}")
        lines += [f"    {key}: {value}" for key, value in facts.items()]
    lines += ["", "Rows of the merged record 合并后各表的行数"]
    lines += [f"  {name}: {count}" for name, count in seen.get("rows", {}).items()]
    lines += ["", "Here 这里有", *[f"  {path.name}" for path in sorted(place.iterdir())], ""]
    (place / "summary.txt").write_text("\n".join(lines), encoding="utf-8")
