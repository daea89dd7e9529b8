"""The bundle: what it leaves out is used by nothing in the program."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _excluded() -> set[str]:
    """Return the modules that the bundle's recipe leaves out."""
    tree = ast.parse((ROOT / "packaging" / "cfpdesk.spec").read_text(encoding="utf-8"))
    (found,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXCLUDED"
    )
    return {
        str(part.value)
        for part in ast.walk(found)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def _imported(path: Path) -> set[str]:
    """Return every module, and name out of a module, that a file imports anywhere."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_nothing_is_imported_that_the_bundle_leaves_out() -> None:
    excluded = _excluded()
    assert {"pytest", "scipy.stats"} <= excluded
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "cfpdesk").rglob("*.py"))
        for name in _imported(path)
        if any(f"{name}.".startswith(f"{module}.") for module in excluded)
    ]
    assert found == [], "take it off the list in packaging/cfpdesk.spec, and use it once in the try"
