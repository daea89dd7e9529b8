"""The one typeface of the sample: Noto Sans SC (OFL), from its wheel, in the weights needed."""

import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont


@cache
def variable_font() -> Path:
    """Return the variable TrueType file."""
    spec = find_spec("justmytype_intl_cjk")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("justmytype-intl-cjk is not installed; it is one of the dev requirements")
    folder = Path(next(iter(spec.submodule_search_locations)))
    return folder / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"


@cache
def face(size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    """Return the typeface for pictures."""
    font = ImageFont.truetype(str(variable_font()), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def embedded(text: str, weight: int = 400) -> bytes:
    """Return a static TrueType font that holds the characters of a text, for a PDF.

    The subset is taken first: making all 30 000 glyphs static takes half a minute.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(variable_font(), recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = []
    options.notdef_outline = True
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text=text + " ")
    cutter.subset(font)
    static = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=False)
    for record in static["name"].names:
        if record.nameID == 6:  # two weights of one name would be taken for one font
            record.string = f"SampleSC-{weight}"
    out = io.BytesIO()
    static.save(out)
    return out.getvalue()
