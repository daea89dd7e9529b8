"""xlsx: which part is which sheet, and what the raw sheets say beyond their values.

A sheet of 100 000 rows is 50 MB of XML. A parser with a Python function for each element takes
longer than reading all values; so the XML is searched with regular expressions, a megabyte at a
time, for what is rare: errors, formulas without a result, hidden rows. The pieces are cut before a
cell, so that none is torn.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cfpdesk.exchange.client_workbook.package_parts import Parts, elements
from cfpdesk.exchange.client_workbook.refusal import Refusal, RefusedError
from cfpdesk.exchange.client_workbook.scan import MAX_CELLS, SheetScan, add_span
from cfpdesk.model.sheet import MAX_COLUMNS, MAX_ROWS, column_number, parse_address

_MOST_CARRIED = 8 * 1024**2
_TRUE = (b"1", b"true")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ROOT = re.compile(rb"<(?:(\w+):)?worksheet\b")
_WIDE = re.compile(rb" r=[\"'](?:B[F-Z]|[C-Z][A-Z]|[A-Z]{3})")
_NARROW = MAX_CELLS // MAX_ROWS  # 57 columns, up to BE: not too many cells, whatever the rows
_HELD = re.compile(rb" r=[\"']([A-Z]+)([0-9]+)[\"'](?:[^>]*[^/>])?>")


@dataclass(frozen=True, slots=True)
class XlsxBook:
    """What the workbook part says.

    Attributes:
        sheets: name and part of each sheet, in order; an empty part where it is no worksheet.
        from_1904: see `WorkbookInfo`.
        recalculates: it asks to be calculated when opened, as files do that no office program made.
        links: targets of external links.
    """

    sheets: tuple[tuple[str, str], ...]
    from_1904: bool
    recalculates: bool
    links: tuple[str, ...]


def read_book(parts: Parts) -> XlsxBook:
    """Read the workbook part.

    Raises:
        RefusedError: if it is damaged.
    """
    relations = parts.relations("xl/workbook.xml")
    sheets, from_1904, recalculates = [], False, False
    for tag, attributes in elements(parts.read("xl/workbook.xml")):
        if tag == "sheet":
            link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            kind, target = relations.get(link, ("", ""))
            part = target if kind == "worksheet" else ""
            sheets.append((attributes.get("name", ""), part))
        elif tag == "workbookPr":
            from_1904 = attributes.get("date1904", "").encode() in _TRUE
        elif tag == "calcPr":
            recalculates = attributes.get("fullCalcOnLoad", "").encode() in _TRUE
    return XlsxBook(tuple(sheets), from_1904, recalculates, external_links(parts))


def external_links(parts: Parts) -> tuple[str, ...]:
    """Return what external links point to, in order of their parts."""
    found = []
    for name in sorted(parts.names):
        if name.startswith("xl/externalLinks/") and name.endswith((".xml", ".bin")):
            targets = parts.relations(name).values()
            found += [target for kind, target in targets if kind.startswith("externalLink")]
    return tuple(dict.fromkeys(found))


def scan_sheet(parts: Parts, part: str, tell: Callable[[int], None]) -> SheetScan:
    """Look through a raw sheet.

    Args:
        parts: the workbook.
        part: the sheet's part.
        tell: called with the rows seen so far.

    Raises:
        RefusedError: if it is damaged or hostile.
    """
    scanner: _Scanner | None = None
    carried = b""
    for data in parts.chunks(part):
        scanner = scanner or _scanner(data)
        carried = scanner.take(carried + data)
        tell(scanner.seen)
    if scanner is None:
        raise RefusedError(Refusal.DAMAGED)
    scanner.search(carried)
    if scanner.wide:
        _measure(parts, part, scanner)
    return scanner.found


def _scanner(data: bytes) -> "_Scanner":
    """Return the scanner for a sheet that begins so; a document type stands before the root."""
    match = _ROOT.search(data)
    if match is None:
        raise RefusedError(Refusal.DAMAGED)
    if b"<!" in data[: match.start()].replace(b"<!--", b""):
        raise RefusedError(Refusal.HOSTILE)
    prefix = match[1] + b":" if match[1] else b""
    quote = b"'" if b" r='" in data else b'"'
    return _Scanner(prefix, quote)


def _measure(parts: Parts, part: str, scanner: "_Scanner") -> None:
    """Measure how far cells reach that hold something; formatting alone may reach to the edge."""
    carried = b""
    for data in parts.chunks(part):
        carried = scanner.take(carried + data, scanner.measure)
    scanner.measure(carried)


class _Scanner:
    """Searches pieces of a sheet's XML one after the other."""

    def __init__(self, prefix: bytes, quote: bytes) -> None:
        self.found = SheetScan()
        self.seen = 0
        self.wide = False
        self._error = b"t=" + quote + b"e" + quote
        self._formula = b"<" + prefix + b"f"
        p = {b"p": re.escape(prefix)}
        self._cell, self._row = b"<" + prefix + b"c ", b"<" + prefix + b"row"
        self._hidden_rows = re.compile(
            rb"<%(p)srow(?= )([^>]* hidden=[\"'](?:1|true)[\"'][^>]*)>" % p
        )
        self._columns = re.compile(rb"<%(p)scol(?= )([^>]*)>" % p)
        self._code = re.compile(rb"<%(p)sv[^>]*>\s*([^<]*)<" % p)
        self._plain = (b"<" + prefix + b"f>", b"<" + prefix + b"f ", b"<" + prefix + b"f/>")
        self._no_result = re.compile(
            rb"(?:</%(p)sf>|<%(p)sf(?: [^>]*)?/>)\s*"
            rb"(?:<%(p)sv\s*/>|<%(p)sv>\s*</%(p)sv>)?\s*</%(p)sc>" % p
        )

    def take(self, piece: bytes, search: Callable[[bytes], None] | None = None) -> bytes:
        """Search a piece up to its last cell, and return the rest for the next one."""
        cut = max(piece.rfind(self._cell), piece.rfind(self._row))
        cut = piece.rfind(b"<") if cut <= 0 else cut
        if len(piece) - cut > _MOST_CARRIED:
            raise RefusedError(Refusal.HOSTILE)
        if cut > 0:
            (search or self.search)(piece[:cut])
        return piece[max(cut, 0) :]

    def search(self, piece: bytes) -> None:
        """Search a piece that tears no cell."""
        found = self.found
        self.seen += piece.count(self._row)
        self.wide = self.wide or _WIDE.search(piece) is not None
        if b"hidden" in piece:
            self._take_hidden(piece)
        if self._formula in piece:
            formulas = sum(map(piece.count, self._plain))
            found.formulas = (found.formulas or 0) + formulas
            lacking = sum(self._lacks(piece, m.start()) for m in self._no_result.finditer(piece))
            found.without_value = (found.without_value or 0) + lacking
        at = piece.find(self._error)
        while at >= 0:
            self._take_error(piece, at)
            at = piece.find(self._error, at + 1)

    def measure(self, piece: bytes) -> None:
        """Take the extent of cells that hold something, and nothing else."""
        for letters, digits in set(_HELD.findall(piece)):
            self.found.reach(min(int(digits), MAX_ROWS), _column(letters))

    def _take_hidden(self, piece: bytes) -> None:
        found = self.found
        for match in self._hidden_rows.finditer(piece):
            row = _number(_attributes(match[1]).get(b"r", b"0"), MAX_ROWS)
            if row:
                add_span(found.hidden_rows, row, row)
        for match in self._columns.finditer(piece):
            held = _attributes(match[1])
            first, last = (_number(held.get(end, b"0"), MAX_COLUMNS) for end in (b"min", b"max"))
            if held.get(b"hidden") in _TRUE and 0 < first <= last:
                add_span(found.hidden_columns, first, last)

    def _lacks(self, piece: bytes, at: int) -> bool:
        """Whether the formula's cell has no result; an empty text is one."""
        begin = piece.rfind(self._cell, 0, at)
        return (
            begin >= 0 and _attributes(piece[begin : piece.find(b">", begin)]).get(b"t") != b"str"
        )

    def _take_error(self, piece: bytes, at: int) -> None:
        begin = piece.rfind(self._cell, 0, at)
        end = piece.find(b">", begin)
        if not 0 <= begin < at < end:
            return  # somebody's text
        held = _attributes(piece[begin:end])
        code = self._code.search(piece, end)
        try:
            column, row = parse_address(held[b"r"].decode("ascii"))
        except (KeyError, ValueError):
            return
        if held.get(b"t") == b"e" and code is not None:
            text = code[1].decode("utf-8", "replace").strip()
            self.found.place(row - 1, column - 1, {"e": text})


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {m[1]: m[2] if m[3] is None else m[3] for m in _ATTRIBUTE.finditer(tag)}


def _number(text: bytes, most: int) -> int:
    return min(int(text), most) if text.isdigit() and len(text) < 10 else 0


def _column(letters: bytes) -> int:
    return min(column_number(letters.decode()), MAX_COLUMNS) if len(letters) < 5 else MAX_COLUMNS
