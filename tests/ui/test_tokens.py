import re
from pathlib import Path

import pytest

from cfpdesk.ui import tokens
from cfpdesk.ui.style import style_sheet
from cfpdesk.ui.tokens import BY_MODE, LARGE, MOUSE, STATUS_TOKENS, Mode, contrast

CODE = Path(__file__).resolve().parents[2] / "cfpdesk" / "ui"
# The table of the design: pair -> light, dark, sunlight; rounded there to one digit.
TABLE = {
    ("text", "base"): (17.5, 13.9, 21),
    ("text", "select"): (14.4, 10.3, 17.4),
    ("text2", "window"): (7.6, 9.7, 21),
    ("muted", "base"): (5.6, 6.3, 15.1),
    ("muted", "window"): (5.1, 6.8, 15.1),
    ("muted", "select"): (4.6, 4.7, 12.6),
    ("bad", "select"): (5.7, 5.6, 8.4),
    ("accent", "base"): (7.2, 8.5, 12.6),
    ("accent", "select"): (5.9, 6.2, 10.5),
    ("on_accent", "accent"): (7.2, 8.2, 12.6),
    ("focus", "base"): (5.5, 9.2, 11.5),
    ("focus", "select"): (4.5, 6.7, 9.5),
    ("control", "base"): (3.4, 4.1, 21),
    ("control", "window"): (3.1, 4.5, 21),
    ("ok", "ok_t"): (5.9, 7.3, 10.5),
    ("bad", "bad_t"): (5.9, 6.9, 10.1),
    ("warn", "warn_t"): (5.8, 7.6, 10.7),
    ("info", "info_t"): (6.5, 7.2, 12.3),
    ("na", "na_t"): (5.6, 5.9, 12.6),
    ("conf", "conf_t"): (6.4, 7.3, 12.3),
    ("warn", "select"): (5.4, 6.6, 8.9),
}
MODES = (Mode.LIGHT, Mode.DARK, Mode.SUN)


@pytest.mark.parametrize("pair", TABLE)
def test_contrasts_are_those_of_the_design(pair: tuple[str, str]) -> None:
    for mode, wanted in zip(MODES, TABLE[pair], strict=True):
        colors = BY_MODE[mode]
        found = contrast(colors.color(pair[0]), colors.color(pair[1]))
        assert found == pytest.approx(wanted, abs=0.11), (mode, found)


@pytest.mark.parametrize("mode", MODES)
def test_text_passes_aa_and_in_sunlight_aaa(mode: Mode) -> None:
    colors = BY_MODE[mode]
    least = 7.0 if mode is Mode.SUN else 4.5
    grounds = ("base", "window", "raised", "select")
    pairs = [(ink, ground) for ink in ("text", "text2", "muted", "accent") for ground in grounds]
    pairs += [(status, f"{status}_t") for status in STATUS_TOKENS]
    pairs += [(status, "base") for status in STATUS_TOKENS]
    pairs += [("on_accent", "accent"), ("on_tip", "tip")]
    for ink, ground in pairs:
        found = contrast(colors.color(ink), colors.color(ground))
        assert found >= least, (mode, ink, ground, round(found, 2))


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_colours_are_written_in_the_tokens_alone() -> None:
    written = re.compile(r"#[0-9A-Fa-f]{6}\b")
    # Ink and paper are the same in every mode: what is signed and printed is black on white.
    allowed = {"tokens.py", "signature_pad.py", "recovery_sheet.py"}
    found = [
        f"{path.name}: {match.group()}"
        for path in CODE.rglob("*.py")
        if path.name not in allowed
        for match in written.finditer(path.read_text("utf-8"))
    ]
    assert not found


def test_densities_keep_the_smallest_target() -> None:
    assert MOUSE.target == 24
    assert LARGE.target == 44
    for measure in (LARGE.row, LARGE.list_row, LARGE.rail_row, LARGE.control, LARGE.answer):
        assert measure >= 44


def test_mixing_goes_from_ground_to_token() -> None:
    assert tokens.LIGHT.mix("accent", 100) == "#0B5F79"
    assert tokens.LIGHT.mix("accent", 0) == "#FFFFFF"


@pytest.mark.parametrize("mode", list(BY_MODE))
def test_a_choice_is_framed_where_there_are_no_tints(mode: Mode) -> None:
    colours = BY_MODE[mode]
    lines = style_sheet(colours, MOUSE).splitlines()
    frame = next(line for line in lines if 'box="segments"' in line)
    chosen = next(line for line in lines if 'kind="segment"]:checked' in line)
    plain = colours.na_t == colours.base
    assert plain is (mode is Mode.SUN)
    assert (f"solid {colours.control}" in frame) is plain
    assert (f"background: {colours.select}" in chosen) is plain
