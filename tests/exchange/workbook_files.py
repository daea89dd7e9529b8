"""Workbooks made by hand, byte by byte where need be, and a sink that keeps what comes."""

import io
import struct
import zipfile
from pathlib import Path

from cfpdesk.exchange.client_workbook.reading import Tell, read_workbook
from cfpdesk.model.sheet import Row, SheetInfo, WorkbookInfo
from cfpdesk.model.sheet_block import RowBlock

FIXTURES = Path(__file__).parent / "workbooks"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Kept:
    """A sink that keeps all rows."""

    def __init__(self) -> None:
        self.infos: list[SheetInfo] = []
        self.sheets: dict[str, list[Row]] = {}
        self.ended = 0

    def begin_sheet(self, info: SheetInfo) -> None:
        self.infos.append(info)
        self.sheets[info.name] = []

    def rows(self, block: RowBlock) -> None:
        self.sheets[self.infos[-1].name] += block.rows()

    def end_sheet(self) -> None:
        self.ended += 1

    def values(self, name: str = "") -> list[list[object]]:
        """The plain values of a sheet, of the first one where no name is given."""
        rows = self.sheets[name or self.infos[0].name]
        return [[cell.value for cell in row] for row in rows]


def read(
    source: Path | bytes, progress: Tell | None = None, **more: str
) -> tuple[WorkbookInfo, Kept]:
    kept = Kept()
    info = read_workbook(source, kept, progress, **more)  # type: ignore[arg-type]
    assert kept.ended == len(info.sheets)
    assert tuple(kept.infos) == info.sheets
    return info, kept


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def xlsx_parts(*sheets: str, rows: str = "") -> dict[str, str | bytes]:
    """Parts of a workbook of raw sheets; `rows` are the rows of one sheet alone."""
    raw = sheets or (f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',)
    numbers = range(1, len(raw) + 1)
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    kind = f"{_RELATIONS}/worksheet"
    links = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
    }
    return parts | {
        f"xl/worksheets/sheet{n}.xml": text for n, text in zip(numbers, raw, strict=True)
    }


def xlsx(*sheets: str, rows: str = "") -> bytes:
    return zipped(xlsx_parts(*sheets, rows=rows))


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file of big streams (padded to 4 096 bytes): one table sector, one directory."""
    bodies = [
        data + bytes(max(4096, -(-len(data) // 512) * 512) - len(data)) for data in streams.values()
    ]
    table = [0xFFFFFFFD, *range(2, 2 + len(streams) // 4), 0xFFFFFFFE]
    directory_sectors = len(table) - 1
    starts, at = [], 1 + directory_sectors
    for body in bodies:
        starts.append(at)
        count = len(body) // 512
        table += [*range(at + 1, at + count), 0xFFFFFFFE]
        at += count
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0)
    for name, start, body in zip(streams, starts, bodies, strict=True):
        entries += _entry(name, 2, start, len(body))
    entries += bytes(directory_sectors * 512 - len(entries))
    assert len(table) <= 128
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"\xff" * (512 - len(header))
    sectors = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    return header + sectors + entries + b"".join(bodies)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + b"\xff" * 12
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def xlsb(cells: list[bytes], before: bytes = b"", behind: bytes = b"") -> bytes:
    """A workbook with one binary sheet `数据`; `cells` are records made by `record`."""
    name = wide_text("数据")
    book = record(131) + record(153, bytes(12)) + record(143)
    book += (
        record(156, struct.pack("<II", 0, 1) + wide_text("r1") + name) + record(144) + record(132)
    )
    sheet = (
        record(129)
        + record(148, bytes(16))
        + before
        + record(145)
        + b"".join(cells)
        + record(146)
        + behind
        + record(130)
    )
    parts = xlsx_parts(rows="")
    links = str(parts["xl/_rels/workbook.xml.rels"]).replace("sheet1.xml", "sheet1.bin")
    return zipped(
        {
            "[Content_Types].xml": parts["[Content_Types].xml"],
            "_rels/.rels": str(parts["_rels/.rels"]).replace("workbook.xml", "workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": links,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def record(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(body)
    while rest > 127:
        size, rest = size + bytes([rest & 0x7F | 0x80]), rest >> 7
    return number + size + bytes([rest]) + body


def wide_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def ods(table: str) -> bytes:
    """An ods of one table given as XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} xmlns:calcext="urn:x">'
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )
