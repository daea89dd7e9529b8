"""xlsx: a copy that python-calamine can read, where newer kinds of errors stop it.

It knows the seven errors of old and refuses a whole sheet for a `#SPILL!` or `#GETTING_DATA`. In
the copy errors are texts; which cells are errors was found before, by `xlsx_scan`.
"""

import io
import re
import zipfile

from cfpdesk.exchange.client_workbook.package_parts import Parts

_ERROR = re.compile(rb"(<(?:\w+:)?c (?:[^>]* )?t=)(?:\"e\"|'e')")
_TEXT = rb'\1"str"'
_SHEETS = "xl/worksheets/"
_LEFT_OUT = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "docProps/")


def with_errors_as_text(parts: Parts) -> bytes:
    """Return the workbook with every error cell as a text cell, without pictures and charts.

    Raises:
        RefusedError: if a part is damaged.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in sorted(parts.names):
            if name.startswith(_LEFT_OUT):
                continue
            with made.open(name, "w", force_zip64=True) as target:
                carried = b""
                for data in parts.chunks(name):
                    piece = carried + data
                    cut = max(piece.rfind(b"<"), 0) if name.startswith(_SHEETS) else len(piece)
                    target.write(_as_text(piece[:cut], name))
                    carried = piece[cut:]
                target.write(_as_text(carried, name))
    return out.getvalue()


def _as_text(piece: bytes, name: str) -> bytes:
    return _ERROR.sub(_TEXT, piece) if name.startswith(_SHEETS) else piece
