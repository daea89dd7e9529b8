"""Build the fonts that documents embed and the window draws with, into `resources/fonts/`.

python packaging/build_fonts.py

The sources come with two packages of the lock file, all under the SIL Open Font License 1.1:
`justmytype-intl-cjk` (Noto Sans SC, TC, JP, KR, variable TrueType) and `pymupdf-fonts` (Noto Sans,
Noto Sans Math, Noto Sans Symbols 2, Fira Mono, packed as Python modules). PDF needs static
TrueType outlines, so the variable ones are frozen at Regular and Bold, and those with CFF
outlines are redrawn. TC, JP and KR are cut down to what SC lacks: rare names, Hangul. Fira Mono
serves the window alone and stays as it is.

The result depends on nothing but the sources and this file: the same bytes on every machine.
A second run compares hashes and leaves at once.
"""

import hashlib
import importlib
import json
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import justmytype_intl_cjk
import pymupdf_fonts
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib import instancer

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"
CJK = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl"
PACKED = Path(pymupdf_fonts.__file__).parent
MANIFEST = "fonts.json"

WEIGHTS = {"Regular": 400, "Bold": 700}
REGIONS = ("SC", "TC", "JP", "KR")  # a character is taken from the first that has it
PLAIN = {  # file: module; kept byte for byte
    "NotoSans-Regular.ttf": "NotoSans_Regular",
    "NotoSans-Bold.ttf": "NotoSans_Bold",
    "FiraMono-Regular.otf": "FiraMono_Regular",
}
REDRAWN = {  # file: module; CFF outlines, which a PDF of reportlab cannot embed
    "NotoSansMath-Regular.ttf": "NotoSansMath_Regular",
    "NotoSansSymbols2-Regular.ttf": "NotoSansSymbols2_Regular",
}
NAMES = {1: "family", 2: "style", 4: "full", 6: "postscript"}
# Tables for vertical text, alternate shapes and variation: nothing here uses them.
UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VVAR", "VORG", "STAT", "DSIG")
MAX_ERROR = 0.001  # of the em; how far a redrawn curve may be from the original


def sources() -> list[Path]:
    """Return every file the result depends on, in a fixed order."""
    cjk = [_regional(region) for region in REGIONS] + [_licence(region) for region in REGIONS]
    packed = [PACKED / f"{module}.py" for module in (*PLAIN.values(), *REDRAWN.values())]
    return [Path(__file__).resolve(), *cjk, *packed]


def fingerprint(paths: Iterable[Path]) -> str:
    """Return the SHA-256 over the contents of the files, each hashed by itself first."""
    parts = (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_up_to_date() -> bool:
    """Tell whether the folder holds what these sources give."""
    try:
        manifest = json.loads((TARGET / MANIFEST).read_bytes())
        kept = {name: (TARGET / name).read_bytes() for name in manifest["files"]}
    except (OSError, ValueError, KeyError):
        return False
    same = all(hashlib.sha256(kept[n]).hexdigest() == h for n, h in manifest["files"].items())
    return same and manifest["sources"] == fingerprint(sources())


def main() -> int:
    """Build all fonts unless they are up to date; returns the exit code."""
    if is_up_to_date():
        return 0
    began = time.monotonic()
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, module in PLAIN.items():
        _keep(name, _packed(module))
    jobs = [(region, style) for region in REGIONS for style in WEIGHTS]
    with ProcessPoolExecutor() as pool:
        redrawn = [pool.submit(_redraw, name, module) for name, module in REDRAWN.items()]
        names = list(pool.map(_freeze, *zip(*jobs, strict=True)))
        names += [done.result() for done in redrawn]
    _keep("OFL.txt", _licence("SC").read_bytes())
    files = sorted([*PLAIN, *names])
    _keep("NOTICE.txt", _notice(files).encode("utf-8"))
    hashes = {
        name: hashlib.sha256((TARGET / name).read_bytes()).hexdigest()
        for name in (*files, "OFL.txt", "NOTICE.txt")
    }
    manifest = {"files": hashes, "sources": fingerprint(sources())}
    for stale in {path.name for path in TARGET.iterdir()} - {*hashes, MANIFEST}:
        (TARGET / stale).unlink()
    _keep(MANIFEST, (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
    print(f"Fonts built in {time.monotonic() - began:.0f} s: {TARGET}")
    return 0


def _freeze(region: str, style: str) -> str:
    """Write one weight of one region as static TrueType; returns the file's name."""
    font = TTFont(_regional(region), recalcTimestamp=False)
    for tag in UNUSED:
        if tag in font:
            del font[tag]
    wanted = _lacking(region)
    if wanted is not None:
        _cut(font, wanted)
    instancer.instantiateVariableFont(
        font, {"wght": WEIGHTS[style]}, inplace=True, optimize=False, overlap=False
    )
    _rename(font, f"Noto Sans {region}", style)
    name = f"NotoSans{region}-{style}.ttf"
    _save(font, name)
    return name


def _lacking(region: str) -> set[int] | None:
    """Return the characters no earlier region has; None for the first, which is kept whole."""
    earlier = REGIONS[: REGIONS.index(region)]
    if not earlier:
        return None
    known = set().union(*(_characters(TTFont(_regional(name))) for name in earlier))
    return _characters(TTFont(_regional(region))) - known


def _characters(font: TTFont) -> set[int]:
    return set(font.getBestCmap())


def _cut(font: TTFont, characters: set[int]) -> None:
    options = subset.Options()
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def _redraw(name: str, module: str) -> str:
    """Write a font of CFF outlines as TrueType; returns the file's name."""
    font = TTFont(BytesIO(_packed(module)), recalcTimestamp=False)
    for tag in (*UNUSED, "MATH", "FFTM"):
        if tag in font:
            del font[tag]
    # Letters of mathematics (bold, script, …) are not needed and are most of the font.
    _cut(font, {char for char in _characters(font) if not 0x1D400 <= char < 0x1D800})
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    error = MAX_ERROR * font["head"].unitsPerEm
    drawn: dict[str, Any] = {}
    for glyph in order:
        pen = TTGlyphPen(None)
        glyphs[glyph].draw(Cu2QuPen(pen, error, reverse_direction=True))
        drawn[glyph] = pen.glyph()
    del font["CFF "]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    _maxp(font)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
    _save(font, name)
    return name


def _maxp(font: TTFont) -> None:
    table = font["maxp"]
    table.tableVersion = 0x00010000
    for field in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(table, field, 0)
    for field in ("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(table, field, 0)
    table.maxZones = 1


def _rename(font: TTFont, family: str, style: str) -> None:
    """Name the frozen weight, so that Regular and Bold are one family for every system."""
    names = font["name"]
    full = f"{family} {style}"
    texts = {"family": family, "style": style, "full": full}
    texts["postscript"] = full.replace(" ", "").replace(style, f"-{style}")
    for identifier in (3, 16, 17, 21, 22, 25):
        names.removeNames(nameID=identifier)
    names.names = [n for n in names.names if n.nameID < 256]
    for identifier, kind in NAMES.items():
        names.removeNames(nameID=identifier)
        names.setName(texts[kind], identifier, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0


def _save(font: TTFont, name: str) -> None:
    data = BytesIO()
    font.save(data, reorderTables=True)
    _keep(name, data.getvalue())


def _keep(name: str, data: bytes) -> None:
    partial = TARGET / f"{name}.partial"
    partial.write_bytes(data)
    partial.replace(TARGET / name)


def _packed(module: str) -> bytes:
    data: bytes = importlib.import_module(f"pymupdf_fonts.{module}").fontbuffer
    return data


def _regional(region: str) -> Path:
    return CJK / f"notosans{region.lower()}" / f"NotoSans{region}[wght].ttf"


def _licence(region: str) -> Path:
    return CJK / f"notosans{region.lower()}" / "OFL.txt"


def _notice(files: list[str]) -> str:
    """Return whose work each file is, in the fonts' own words, and what was changed."""
    lines = [
        "The fonts in this folder are licensed under the SIL Open Font License, Version 1.1;",
        "its text is in OFL.txt. Documents made with them are not under that licence.",
        "",
        "Regional fonts: one weight of the variable font, TC, JP and KR cut to what the ones",
        "before them lack, tables for vertical and alternate shapes left out. Math and Symbols 2:",
        "outlines redrawn from cubic to quadratic curves. Noto Sans and Fira Mono: unchanged.",
        "",
    ]
    for file in files:
        names = TTFont(TARGET / file)["name"]
        owner = names.getDebugName(0) or _licence("SC").read_text("utf-8").splitlines()[0]
        terms = names.getDebugName(13) or "SIL Open Font License, Version 1.1"
        version = names.getDebugName(5) or ""
        lines += [file, f"    {owner}", f"    {terms}", f"    {version}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
