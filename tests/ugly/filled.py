"""Results for formulas: openpyxl writes formulas without them, office programs never do."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>')


def save(book: Workbook, path: Path, results: Mapping[str, Mapping[str, float]]) -> None:
    """Save a workbook with the results of its formulas, by name of the sheet and cell."""
    book.save(path)
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    for number, name in enumerate(book.sheetnames, 1):
        given = results.get(name, {})
        part = f"xl/worksheets/sheet{number}.xml"

        def fill(match: re.Match[str], given: Mapping[str, float] = given) -> str:
            place, more, formula = match.groups()
            value = f"<v>{given[place]!r}</v>" if place in given else ""
            return f'<c r="{place}"{more}><f>{formula}</f>{value}</c>'

        parts[part] = _CELL.sub(fill, parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
