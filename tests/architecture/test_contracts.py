"""The house holds itself to its own rules."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cfpdesk"
SOURCES = sorted(PACKAGE.rglob("*.py"))
BROAD_EXCEPT_ALLOWED = {"app.py", "cli.py", "cli/__init__.py", "ui/pools.py", "store/keys.py"}
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common"}


def test_imports_run_one_way() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_file_keeps_to_the_house_rules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "every module says what it is for"
    assert text.count("\n") <= 400, "a file nears 300 lines; split it by meaning"
    assert not FORBIDDEN_NAMES & set(path.relative_to(PACKAGE).with_suffix("").parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 70, f"{node.name} is {length} lines long"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_broad_except_below_the_top(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix() in BROAD_EXCEPT_ALLOWED:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            names = (
                {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
                if node.type
                else {""}
            )
            cleans_up = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            broad = names & {"", "Exception", "BaseException"}
            assert cleans_up or not broad, f"line {node.lineno} swallows everything"


@pytest.mark.parametrize("folder", sorted({p.parent for p in SOURCES}))
def test_packages_say_what_may_live_in_them(folder: Path) -> None:
    tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1, "an __init__.py holds one docstring and nothing else"
