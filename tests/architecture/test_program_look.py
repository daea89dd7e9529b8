"""The bundle's icon and details: made of the logo and the project's version."""

import ast
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

FILE = Path(__file__).resolve().parents[2] / "packaging" / "program_look.py"


@pytest.fixture(scope="module")
def look() -> ModuleType:
    """`packaging/program_look.py`, which is a script's neighbour and in no package."""
    spec = spec_from_file_location("program_look", FILE)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_icons_of_windows_and_macos_hold_the_logo(look: ModuleType, tmp_path: Path) -> None:
    for ending, largest in ((".ico", 256), (".icns", 1024)):
        with Image.open(look.icon(tmp_path / f"a{ending}")) as icon:
            icon.load()
            assert max(icon.size) == largest
            shown = icon.convert("RGBA")
        half = largest // 2
        places = ((0, 0), (half, largest // 6))
        corner, middle = (shown.crop((x, y, x + 1, y + 1)).tobytes() for x, y in places)
        assert corner[3] == 0, "round corners"
        assert middle[3] == 255
        assert middle[:3] != bytes(3)


def test_windows_details_name_program_and_version(look: ModuleType, tmp_path: Path) -> None:
    sheet = look.version_sheet(tmp_path / "a.txt", "cfpdesk-cli").read_text("utf-8")
    call = ast.parse(sheet.strip(), mode="eval").body
    assert isinstance(call, ast.Call)
    assert ast.unparse(call.func) == "VSVersionInfo"
    assert f"StringStruct('ProductVersion', '{look.version()}')" in sheet
    assert "cfpdesk-cli.exe" in sheet
    numbers = tuple(int(part) for part in look.version().split("."))
    assert f"filevers={(*numbers, 0)}" in sheet


def test_macos_is_told_both_languages(look: ModuleType) -> None:
    assert look.plist()["CFBundleLocalizations"] == ["zh-Hans", "en"]
