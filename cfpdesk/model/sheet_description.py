"""What is known about a workbook and its sheets as JSON: for the pipe, and for the cache.

What comes from either is not trusted: whatever is not as written here is a `ValueError`.
"""

from typing import Any

from cfpdesk.i18n import msg_from
from cfpdesk.model.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    CellRange,
    SheetInfo,
    Span,
    Visibility,
    WorkbookForm,
    WorkbookInfo,
)


def sheet_to_json(info: SheetInfo) -> dict[str, Any]:
    """Return a sheet's description for JSON."""
    return {
        "name": info.name,
        "index": info.index,
        "rows": info.rows,
        "columns": info.columns,
        "visibility": info.visibility.value,
        "merged": [[m.first_column, m.first_row, m.last_column, m.last_row] for m in info.merged],
        "hidden_rows": info.hidden_rows,
        "hidden_columns": info.hidden_columns,
        "formulas": info.formulas,
        "without_value": info.without_value,
        "plain_text": info.plain_text,
    }


def sheet_from_json(found: dict[str, Any]) -> SheetInfo:
    """Return a sheet's description.

    Raises:
        ValueError: if it is none.
    """
    try:
        info = SheetInfo(
            name=str(found["name"]),
            index=int(found["index"]),
            rows=int(found["rows"]),
            columns=int(found["columns"]),
            visibility=Visibility(found["visibility"]),
            merged=tuple(CellRange(*map(int, corners)) for corners in found["merged"]),
            hidden_rows=_spans(found["hidden_rows"]),
            hidden_columns=_spans(found["hidden_columns"]),
            formulas=_count(found["formulas"]),
            without_value=_count(found["without_value"]),
            plain_text=bool(found["plain_text"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(found) from error
    fits = 0 <= info.rows <= MAX_ROWS and 0 <= info.columns <= MAX_COLUMNS and info.index >= 0
    if not fits:
        raise ValueError(info.rows, info.columns)
    return info


def workbook_to_json(info: WorkbookInfo) -> dict[str, Any]:
    """Return a workbook's description for JSON, without its sheets."""
    return {
        "form": info.form.value,
        "encoding": info.encoding,
        "delimiter": info.delimiter,
        "from_1904": info.from_1904,
        "links": info.links,
        "notes": [[note.template, dict(note.values)] for note in info.notes],
    }


def workbook_from_json(found: dict[str, Any], sheets: tuple[SheetInfo, ...]) -> WorkbookInfo:
    """Return a workbook's description.

    Raises:
        ValueError: if it is none.
    """
    try:
        links = found["links"]
        return WorkbookInfo(
            form=WorkbookForm(found["form"]),
            sheets=sheets,
            encoding=str(found["encoding"]),
            delimiter=str(found["delimiter"]),
            from_1904=bool(found["from_1904"]),
            links=None if links is None else tuple(map(str, links)),
            notes=tuple(msg_from(str(text), dict(values)) for text, values in found["notes"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(found) from error


def _spans(found: Any) -> tuple[Span, ...] | None:
    return None if found is None else tuple((int(first), int(last)) for first, last in found)


def _count(found: Any) -> int | None:
    return None if found is None else int(found)
