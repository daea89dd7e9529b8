"""Hostile zips, made from a good package so that each differs in one thing only.

The list follows what general zip readers were fooled by: names that leave the folder, names that
two systems read differently, entries that are not files, bombs, and two readings of one file.
"""

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Raw:
    """An entry as raw header fields; `None` means: what the content says."""

    name: bytes
    data: bytes
    version: int = 20
    flags: int = 0
    method: int = 0
    time: int = 0
    date: int = 0x21
    crc: int | None = None
    size: int | None = None
    packed: int | None = None
    extra: bytes = b""
    mode: int = 0o100644
    system: int = 3
    central: dict[str, Any] = field(default_factory=dict)
    after: bytes = b""
    hidden: bool = False

    def numbers(self) -> tuple[int, ...]:
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        size = len(self.data) if self.size is None else self.size
        packed = len(self.data) if self.packed is None else self.packed
        return (self.flags, self.method, self.time, self.date, crc, packed, size)

    def local(self) -> bytes:
        head = struct.pack("<4s5H3L", b"PK\x03\x04", self.version, *self.numbers())
        sizes = struct.pack("<2H", len(self.name), len(self.extra))
        return head + sizes + self.name + self.extra + self.data + self.after

    def directory(self, offset: int) -> bytes:
        entry = replace(self, central={}, **self.central)
        made = self.version | self.system << 8
        head = struct.pack("<4s2H", b"PK\x01\x02", made, entry.version)
        head += struct.pack("<4H3L", *entry.numbers())
        head += struct.pack("<5H", len(entry.name), len(entry.extra), 0, 0, 0)
        return head + struct.pack("<2L", entry.mode << 16, offset) + entry.name + entry.extra


def build(entries: list[Raw], comment: bytes = b"", counts: int = 0, gap: bytes = b"") -> bytes:
    out, central, shown = bytearray(), bytearray(), 0
    for entry in entries:
        offset = len(out)
        out += entry.local()
        if not entry.hidden:
            central += entry.directory(offset)
            shown += 1
    out += gap
    end = (shown + counts, shown + counts, len(central), len(out), len(comment))
    return bytes(out + central + struct.pack("<4s2H2H2LH", b"PK\x05\x06", 0, 0, *end) + comment)


def entries_of(package: bytes) -> list[Raw]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [Raw(name.encode(), archive.read(name)) for name in archive.namelist()]


Attack = Callable[[list[Raw]], bytes]


def with_entry(make: Callable[[bytes], Raw]) -> Attack:
    """Add an entry where its name belongs, so that order is not what is wrong."""

    def attack(good: list[Raw]) -> bytes:
        base = good[0].name.split(b"/")[0] + b"/"
        return build(sorted([*good, make(base)], key=lambda entry: entry.name))

    return attack


def named(name: bytes, base: bool = True) -> Attack:
    return with_entry(lambda prefix: Raw((prefix if base else b"") + name, b"x"))


def blob(good: list[Raw]) -> int:
    return next(i for i, entry in enumerate(good) if b"/data/blobs/" in entry.name)


def on_blob(**changes: Any) -> Attack:
    """Change header fields of the photo's entry."""

    def attack(good: list[Raw]) -> bytes:
        at = blob(good)
        return build([*good[:at], replace(good[at], **changes), *good[at + 1 :]])

    return attack


def linked(target: bytes, and_file: bool = False) -> Attack:
    def attack(good: list[Raw]) -> bytes:
        base = good[0].name.split(b"/")[0] + b"/"
        more = [Raw(base + b"data/report/link", target, mode=0o120777)]
        if and_file:
            more.append(Raw(base + b"data/report/link/passwd", b"x"))
        return build(sorted([*good, *more], key=lambda entry: entry.name))

    return attack


def deflated(good: list[Raw]) -> bytes:
    at = blob(good)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(good[at].data) + packer.flush()
    crc, size = zlib.crc32(good[at].data), len(good[at].data)
    entry = replace(good[at], data=packed, method=8, crc=crc, size=size)
    return build([*good[:at], entry, *good[at + 1 :]])


def bomb(good: list[Raw]) -> bytes:
    size = 64 * 1024 * 1024
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(size)) + packer.flush()
    entry = Raw(good[0].name + b".bomb", packed, method=8, size=size, crc=0)
    return build(sorted([*good, entry], key=lambda entry: entry.name))


def nested_bomb(good: list[Raw]) -> bytes:
    return with_entry(lambda base: Raw(base + b"data/report/inner.zip", bomb(good)))(good)


def many(good: list[Raw]) -> bytes:
    base = good[0].name.split(b"/")[0] + b"/"
    extra = [Raw(base + b"data/report/%05d" % n, b"") for n in range(30_000)]
    return build(sorted([*good, *extra], key=lambda entry: entry.name))


def described(good: list[Raw]) -> bytes:
    """Sizes after the content, in a data descriptor."""
    at = blob(good)
    entry = good[at]
    tail = struct.pack(
        "<4s3L", b"PK\x07\x08", zlib.crc32(entry.data), len(entry.data), len(entry.data)
    )
    real = {"crc": None, "size": None, "packed": None}
    fresh = replace(entry, flags=8, crc=0, size=0, packed=0, after=tail, central=real)
    return build([*good[:at], fresh, *good[at + 1 :]])


def overlapping(good: list[Raw]) -> bytes:
    """Two directory entries that share one content."""
    whole = bytearray(build(good))
    start = whole.rindex(b"PK\x05\x06")
    twin = replace(good[-1], name=good[-1].name + b"2")
    offset = whole.rindex(good[-1].local())
    record = twin.directory(offset)
    count, size = len(good) + 1, struct.unpack_from("<L", whole, start + 12)[0] + len(record)
    struct.pack_into("<2HL", whole, start + 8, count, count, size)
    return bytes(whole[:start] + record + whole[start:])


def zip64_lie(good: list[Raw]) -> bytes:
    """A small entry that says its size is in the zip64 field."""
    at = blob(good)
    size = len(good[at].data)
    extra = struct.pack("<2H2Q", 1, 16, size, size)
    entry = replace(good[at], size=0xFFFFFFFF, packed=0xFFFFFFFF, extra=extra, version=45)
    return build([*good[:at], entry, *good[at + 1 :]])


def zip64_huge(good: list[Raw]) -> bytes:
    at = blob(good)
    extra = struct.pack("<2H2Q", 1, 16, 2**63, 2**63)
    entry = replace(good[at], size=0xFFFFFFFF, packed=0xFFFFFFFF, extra=extra, version=45)
    return build([*good[:at], entry, *good[at + 1 :]])


def unicode_path(good: list[Raw]) -> bytes:
    at = blob(good)
    other = b"evil"
    body = b"\x01" + struct.pack("<L", zlib.crc32(good[at].name)) + other
    extra = struct.pack("<2H", 0x7075, len(body)) + body
    return build([*good[:at], replace(good[at], extra=extra), *good[at + 1 :]])


def decomposed(good: list[Raw]) -> bytes:
    base = good[0].name.split(b"/")[0] + b"/data/report/"
    names = [unicodedata.normalize(form, "é").encode() for form in ("NFC", "NFD")]
    more = [Raw(base + name, b"x", flags=0x800) for name in names]
    return build(sorted([*good, *more], key=lambda entry: entry.name))


def case_clash(good: list[Raw]) -> bytes:
    at = blob(good)
    upper = replace(good[at], name=good[at].name.upper())
    return build(sorted([*good, upper], key=lambda entry: entry.name))


def doubled(good: list[Raw]) -> bytes:
    at = blob(good)
    return build([*good[: at + 1], replace(good[at], data=b"other"), *good[at + 1 :]])


def swapped_contents(good: list[Raw]) -> bytes:
    first, second = good[0], good[1]
    return build([replace(first, data=second.data), replace(second, data=first.data), *good[2:]])


def reordered(good: list[Raw]) -> bytes:
    return build([good[1], good[0], *good[2:]])


def other_base(good: list[Raw]) -> bytes:
    return build([replace(entry, name=b"0" + entry.name[1:]) for entry in good])


def two_bases(good: list[Raw]) -> bytes:
    return build([replace(good[0], name=b"0/x"), *good])


def without(part: bytes) -> Attack:
    return lambda good: build([entry for entry in good if part not in entry.name])


ATTACKS: dict[str, Attack] = {
    "traversal": named(b"../../evil"),
    "traversal_at_root": named(b"../evil", base=False),
    "traversal_inner": named(b"data/report/../../evil"),
    "traversal_backslash": named(b"data\\..\\..\\evil"),
    "absolute": named(b"/etc/evil", base=False),
    "drive": named(b"C:/evil", base=False),
    "unc": named(b"\\\\server\\share\\evil", base=False),
    "alternate_stream": named(b"data/report/a.pdf:evil"),
    "symlink": linked(b"/etc/passwd"),
    "symlink_and_file": linked(b"/etc", and_file=True),
    "device": on_blob(mode=0o020666),
    "setuid": on_blob(mode=0o104755),
    "doubled": doubled,
    "case_clash": case_clash,
    "nfc_nfd": decomposed,
    "right_to_left": named("data/report/\u202egpj.exe".encode()),
    "nul": named(b"data/report/a.pdf\x00.exe"),
    "newline": named(b"data/report/a\nb"),
    "con": named(b"data/report/con"),
    "con_with_ending": named(b"data/report/aux.txt"),
    "trailing_dot": named(b"data/report/a."),
    "trailing_space": named(b"data/report/a "),
    "long_name": named(b"data/report/" + b"a" * 5_000),
    "many_levels": named(b"data/report/" + b"a/" * 2_000 + b"a"),
    "folder_entry": named(b"data/report/"),
    "empty_segment": named(b"data//report"),
    "deflated": deflated,
    "bomb": bomb,
    "nested_bomb": nested_bomb,
    "many_files": many,
    "central_name": on_blob(central={"name": b"elsewhere"}),
    "central_size": on_blob(central={"size": 3, "packed": 3}),
    "central_method": on_blob(central={"method": 8}),
    "central_flags": on_blob(central={"flags": 0x800}),
    "central_crc": on_blob(central={"crc": 1}),
    "central_extra": on_blob(central={"extra": b"\x01\x00\x00\x00"}),
    "data_descriptor": described,
    "encryption_flag": on_blob(flags=1),
    "unicode_flag": on_blob(flags=0x800),
    "overlap": overlapping,
    "prefix": lambda good: b"MZ" + build(good),
    "suffix": lambda good: build(good) + b"\n",
    "comment": lambda good: build(good, comment=b"hello"),
    "two_archives": lambda good: build(good) + build(good),
    "wrong_counts": lambda good: build(good, counts=1),
    "hidden_gap": lambda good: build(good, gap=b"hidden"),
    "gap_between": on_blob(after=b"hidden"),
    "orphan_entry": with_entry(lambda base: Raw(base + b"data/report/a", b"x", hidden=True)),
    "unicode_path": unicode_path,
    "wrong_crc": on_blob(crc=1),
    "other_time": on_blob(time=1),
    "other_date": on_blob(date=0x5A21),
    "other_system": on_blob(system=0),
    "other_version": on_blob(version=10),
    "truncated": lambda good: build(good)[:-30],
    "truncated_content": lambda good: build(good)[:200],
    "zip64_lie": zip64_lie,
    "zip64_huge": zip64_huge,
    "reordered": reordered,
    "swapped_contents": swapped_contents,
    "other_base": other_base,
    "two_bases": two_bases,
    "no_events": without(b"events.jsonl"),
    "no_blob": without(b"/blobs/"),
    "no_first_signer": without(b"/01-"),
    "no_signature": without(b".sig"),
    "no_signers": without(b"/signatures/"),
    "no_manifest": without(b"/manifest-sha256"),
    "no_tagmanifest": without(b"tagmanifest"),
    "no_package_json": without(b"/package.json"),
    "added_payload": named(b"data/report/more.pdf"),
    "added_tag_file": named(b"notes.txt"),
    "added_signature": named(b"signatures/03-lead.pem"),
    "empty": lambda good: build([]),
    "no_bytes": lambda good: b"",
    "elf": lambda good: b"\x7fELF" + bytes(500),
}


def attacks(package: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each attack's name and file."""
    good = entries_of(package)
    assert build(good) == package, "the good zip of this generator is the canonical one"
    for name, attack in ATTACKS.items():
        yield name, attack(good)
