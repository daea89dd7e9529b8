"""Fonts: which prints what, what none has, and that the build is what it says."""

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from cfpdesk.documents.fonts import glyphs, lacking, printable
from cfpdesk.resource import resource

FOLDER = resource("fonts")
STATIC = sorted(path.name for path in FOLDER.glob("*.ttf"))


def used(text: str) -> list[str]:
    return [glyph.font for glyph in glyphs(text)]


@pytest.mark.parametrize("text", ["CO₂", "m³", "kgCO₂e/t", "↵", "−5", "≤ ≥ →", "✓", "₀₁₉⁴⁻", "▢"])
def test_signs_of_the_trade_can_be_printed(text: str) -> None:
    assert lacking(text) == ()


def test_the_whole_of_the_common_characters_can_be_printed() -> None:
    assert lacking("".join(map(chr, range(0x4E00, 0x9FA6)))) == ()


def test_latin_comes_from_the_latin_font_and_chinese_from_the_chinese() -> None:
    assert used("A中") == ["NotoSans-Regular", "NotoSansSC-Regular"]
    assert used("₂") == ["NotoSans-Regular"]
    assert used("𠮷")[0].startswith("NotoSans")
    assert {glyph.font for glyph in glyphs("A中", bold=True)} == {
        "NotoSans-Bold",
        "NotoSansSC-Bold",
    }


def test_marks_are_narrow_beside_latin_and_wide_beside_chinese() -> None:
    assert [glyph.advance < 0.5 for glyph in glyphs("a·b")][1]
    wide, narrow = glyphs("中“文”"), glyphs("a “b” c")
    assert wide[1].advance == 1.0
    assert narrow[2].advance < 0.6


def test_what_no_font_has_is_named_once_in_order() -> None:
    assert lacking("a\ue001b\ue000\ue001") == ("\ue001", "\ue000")


def test_private_characters_and_scripts_that_need_shaping_count_as_lacking() -> None:
    assert lacking("\uf0a7") == ("\uf0a7",)
    assert lacking("क") == ("क",)
    assert lacking("م") == ("م",)


def test_a_variant_of_a_rare_name_is_not_lost_silently() -> None:
    assert lacking("葛\U000e0101") == ("\U000e0101",)
    assert printable("葛\U000e0101") == "葛"
    assert lacking("✓\ufe0f") == ()


def test_composed_and_taken_apart_are_the_same() -> None:
    apart = unicodedata.normalize("NFD", "Müller Đặng")
    assert lacking(apart) == ()
    assert printable(apart) == "Müller Đặng"


def test_what_is_lacking_is_drawn_as_a_box_of_the_chinese_font() -> None:
    assert [(g.char, g.font) for g in glyphs("\ue001")] == [("▢", "NotoSansSC-Regular")]


@given(st.text(max_size=40))
def test_every_character_is_drawn_or_named(text: str) -> None:
    shown = printable(text).replace("\n", "")
    drawn = "".join(glyph.char for glyph in glyphs(shown))
    assert len(drawn) == len(shown)
    for before, after in zip(shown, drawn, strict=True):
        assert before == after or before in lacking(text)


@pytest.mark.parametrize("name", STATIC)
def test_a_font_can_be_embedded(name: str) -> None:
    font = TTFont(FOLDER / name)
    assert "glyf" in font
    assert "fvar" not in font
    assert font["OS/2"].fsType == 0


def test_regular_and_bold_of_a_family_are_one_family() -> None:
    for family, file in (("Noto Sans SC", "NotoSansSC"), ("Noto Sans", "NotoSans")):
        for style, weight in (("Regular", 400), ("Bold", 700)):
            font = TTFont(FOLDER / f"{file}-{style}.ttf")
            assert font["name"].getDebugName(1) == family
            assert font["name"].getDebugName(2) == style
            assert font["OS/2"].usWeightClass == weight


def test_the_licence_lies_beside_the_fonts_and_each_is_named() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text("utf-8")
    notice = (FOLDER / "NOTICE.txt").read_text("utf-8")
    fonts = [path.name for path in (*FOLDER.glob("*.ttf"), *FOLDER.glob("*.otf"))]
    assert fonts
    assert all(f"\n{name}\n" in notice for name in fonts)


def test_the_manifest_holds_the_hash_of_every_file() -> None:
    manifest = json.loads((FOLDER / "fonts.json").read_bytes())
    kept = {path.name for path in FOLDER.iterdir()} - {"fonts.json"}
    assert kept == set(manifest["files"])
    for name, sha256 in manifest["files"].items():
        assert hashlib.sha256(Path(FOLDER / name).read_bytes()).hexdigest() == sha256
