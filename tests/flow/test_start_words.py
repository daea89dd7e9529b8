"""The door of the program where there is no console, and whose language it speaks there."""

import sys

import pytest

from cfpdesk import __main__
from cfpdesk.cli import output
from cfpdesk.i18n import Language

VARIABLES = ("CFPDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize("words", [["--version"], ["verify", "nowhere.cfpkg"], ["verify"]])
def test_a_command_without_a_console_says_nothing_and_ends_as_always(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    monkeypatch.setattr(sys, "argv", ["cfpdesk", *words])
    if words == ["verify"]:  # what is missing is complained about by the parser
        with pytest.raises(SystemExit) as end:
            __main__.main()
        assert end.value.code == 2
    else:
        assert __main__.main() == (0 if words == ["--version"] else 2)
    assert sys.stdout is not None
    sys.stdout.close()
    sys.stderr.close()


@pytest.mark.parametrize(
    ("region", "language"),
    [
        ("Chinese (Simplified)_China", "zh"),
        ("zh_CN", "zh"),
        ("English_United States", "en"),
        (None, "en"),
    ],
)
def test_without_variables_the_region_says_the_language(
    region: str | None, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(output, "getlocale", lambda: (region, "936"))
    assert output.machine_language() == language
    monkeypatch.setenv("CFPDESK_LANG", "en")
    assert output.machine_language() == "en"
