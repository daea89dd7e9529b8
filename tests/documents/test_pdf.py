"""The PDF: its words in each language, its pages, its bytes, its fonts, its signatures."""

import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from cfpdesk.documents.attendance import build
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    Document,
    DocumentLanguage,
    Heading,
    Options,
    PageBreak,
    Paragraph,
    Photo,
    SignatureBox,
    Signed,
    Squares,
)
from cfpdesk.documents.pdf_flow import BOTTOM, TOP
from cfpdesk.documents.pdf_page import MARGIN, MM, WIDTH, InkMark, TextMark
from cfpdesk.documents.pdf_sign import SIGN_HEIGHT, SIGN_WIDTH
from cfpdesk.documents.preview import find_text, page_png, page_sizes, page_text
from cfpdesk.documents.to_pdf import lay_pages, to_pdf
from tests.documents.papers import golden
from tests.documents.sheets import LONG_NAME, LONG_ORGANISATION, hard, many, person, scribble, sheet


def texts(pdf: bytes) -> list[str]:
    return [page_text(pdf, page) for page in range(len(page_sizes(pdf)))]


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
@pytest.mark.parametrize("name", ["sheet", "hard"])
def test_the_words_are_the_agreed_ones(name: str, language: DocumentLanguage) -> None:
    made = {"sheet": sheet, "hard": hard}[name]()
    shown = "\f\n".join(texts(to_pdf(build(made, Options()), language)))
    assert shown == golden(f"attendance_{name}_{language}", shown)


def test_equal_sheets_give_equal_bytes_even_in_another_process() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, '.');"
        "from tests.documents.sheets import hard;"
        "from cfpdesk.documents.attendance import build;"
        "from cfpdesk.documents.document import Options;"
        "from cfpdesk.documents.to_pdf import to_pdf;"
        "print(hashlib.sha256(to_pdf(build(hard(), Options()), 'both')).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    first = to_pdf(build(hard(), Options()), "both")
    assert first == to_pdf(build(hard(), Options()), "both")
    assert len(hashes) == 1


def test_sixty_people_stand_on_pages_that_are_numbered_and_headed() -> None:
    pages = texts(to_pdf(build(many(60), Options()), "both"))
    assert len(pages) == 4
    for number, text in enumerate(pages, start=1):
        assert f"第 {number} 页，共 4 页 Page {number} of 4" in text
        assert "序 No. 姓名 Name 单位 Organisation" in text
        assert "CFP-2026-0417-OM" in text
        assert "嘉泰检验认证有限公司 CICC" in text
        assert "规则 9.5.2" in text
    listed = [re.findall(r"第(\d\d)位", text) for text in pages]
    assert [n for page in listed for n in page] == [f"{n:02d}" for n in range(1, 61)]


@pytest.mark.parametrize("count", [0, 1, 11, 12, 13, 14, 15, 40, 60])
def test_no_signature_is_parted_or_leaves_the_page(count: int) -> None:
    pages = lay_pages(build(many(count), Options()), "both")
    inks = [mark for page in pages for mark in page.marks if isinstance(mark, InkMark)]
    assert len(inks) == count
    for ink in inks:
        assert ink.y >= TOP
        assert ink.y + SIGN_HEIGHT <= BOTTOM


def test_every_text_stays_inside_the_margins() -> None:
    for language in DOCUMENT_LANGUAGES:
        for page in lay_pages(build(hard(), Options()), language):
            for mark in page.marks:
                if isinstance(mark, TextMark):
                    assert mark.x >= MARGIN - 0.01
                    assert mark.x + mark.line.width <= WIDTH - MARGIN + 0.01


def test_long_names_wrap_and_are_whole() -> None:
    pages = lay_pages(build(hard(), Options()), "zh")
    words = "".join(m.line.text for p in pages for m in p.marks if isinstance(m, TextMark))
    assert LONG_NAME in words
    assert LONG_ORGANISATION in words


def test_a_row_higher_than_a_page_goes_on_without_loss() -> None:
    endless = "很长的名字" * 400
    rows = (person(4, name=endless, signature=None),)
    pages = lay_pages(build(sheet(rows), Options(blank_rows=0)), "zh")
    words = "".join(m.line.text for p in pages for m in p.marks if isinstance(m, TextMark))
    assert words.count("很长的名字") >= 390
    assert len(pages) > 1
    lines = [m for p in pages for m in p.marks if isinstance(m, TextMark)]
    assert all(m.y < BOTTOM or m.line.style.size <= 8 for m in lines)


def test_carbon_dioxide_prints_and_copies_right() -> None:
    text = "".join(texts(to_pdf(build(hard(), Options()), "zh")))
    assert "CO₂ 气体公司 m³ ↵ −5" in text


def test_rare_names_copy_right_beyond_the_basic_plane() -> None:
    pdf = to_pdf(build(hard(), Options()), "zh")
    assert "𠮷野𰻝子" in "".join(texts(pdf))


def test_every_font_is_embedded() -> None:
    pdf = to_pdf(build(hard(), Options(draft=True)), "both")
    names = re.findall(rb"/BaseFont\s*/(\S+)", pdf)
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+NotoSans\S+", name) for name in names)
    assert pdf.count(b"/FontFile2") == len(names)
    assert b"Helvetica" not in pdf


def test_signatures_are_vectors_of_ten_by_twentyfour_millimetres() -> None:
    pdf = to_pdf(build(sheet(), Options()), "zh")
    assert b"/Subtype /Image" not in pdf
    marks = lay_pages(build(sheet(), Options()), "zh")[0].marks
    for ink in (mark for mark in marks if isinstance(mark, InkMark)):
        ends = [end for curve in ink.curves for _, _, end in curve.beziers]
        assert max(e.x for e in ends) <= 24 * MM + 0.01
        assert max(e.y for e in ends) <= 10 * MM + 0.01
    assert (SIGN_WIDTH, SIGN_HEIGHT) == (24 * MM, 10 * MM)


def test_characters_no_font_has_are_said_on_their_page_and_only_there() -> None:
    rows = (*many(30).rows, *hard().rows)
    pages = texts(to_pdf(build(sheet(rows), Options()), "en"))
    said = ["U+E123" in text for text in pages]
    assert said == ["▢王" in text for text in pages]
    assert said.count(True) == 1


def test_a_draft_says_so_on_every_page() -> None:
    plain = texts(to_pdf(build(many(), Options()), "both"))
    draft = texts(to_pdf(build(many(), Options(draft=True)), "both"))
    assert not any("DRAFT" in text for text in plain)
    assert all(text.count("草稿 DRAFT") == 2 for text in draft)


def test_black_and_white_uses_no_colour() -> None:
    streams = _streams(to_pdf(build(sheet(), Options(black_and_white=True)), "zh"))
    colours = set(re.findall(r"(?m)([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)\b", streams))
    assert colours
    assert all(len(set(colour.split())) == 1 for colour in colours)
    coloured = _streams(to_pdf(build(sheet(), Options()), "zh"))
    assert any(len(set(c.split())) > 1 for c in re.findall(r"([\d.]+ [\d.]+ [\d.]+) rg", coloured))


def test_for_the_pen_nothing_is_filled_in() -> None:
    pages = lay_pages(build(sheet(), Options(blank=True)), "zh")
    assert not any(isinstance(mark, InkMark) for page in pages for mark in page.marks)
    text = texts(to_pdf(build(sheet(), Options(blank=True)), "zh"))[0]
    assert "09:06" not in text
    assert "林知远" in text


def test_the_signer_sees_the_own_row_and_nobody_elses_ink_or_time() -> None:
    document = build(sheet(), Options(signing="person-6"))
    pages = lay_pages(document, "zh")
    assert not any(isinstance(mark, InkMark) for page in pages for mark in page.marks)
    assert len(pages[0].over) == 1
    pdf = to_pdf(document, "zh")
    (name,) = find_text(pdf, "李梅")
    (call,) = find_text(pdf, "请签在右边")
    assert abs(name.top - call.top) < 4
    assert "09:06" not in page_text(pdf, 0)
    assert page_text(pdf, 0).count("已签") == 8


def test_what_one_signs_looks_the_same_before_and_after_others_signed() -> None:
    options = Options(signing="person-6", fingerprint=False)
    later = sheet(ended_at=None, sheet_scan="ab" * 32)
    assert to_pdf(build(later, options), "zh") == to_pdf(build(sheet(), options), "zh")


def test_the_fingerprints_stand_in_the_foot_and_in_the_properties() -> None:
    shown = sheet()
    pdf = to_pdf(build(shown, Options()), "en")
    short = shown.facts_sha256[:8].upper()
    assert f"Content {short[:4]} {short[4:]}" in page_text(pdf, 0)
    assert "Journal 5B3F 22D1" in page_text(pdf, 0)
    assert b"content-sha256:" + shown.facts_sha256.encode() in pdf
    bare = page_text(to_pdf(build(shown, Options(fingerprint=False)), "en"), 0)
    assert short[:4] not in bare


def test_every_kind_of_block_prints() -> None:
    picture = page_png(to_pdf(build(sheet(), Options()), "zh"), 0, 0.3)
    document = Document(
        code="all",
        title="全部",
        number="N-1",
        body="机构" * 60,
        blocks=(
            Heading("一"),
            Paragraph("正文" * 300, label="标签"),
            Photo(picture, "图一"),
            PageBreak(),
            SignatureBox("委托方", "李梅", Signed(ink=scribble(1), at="2026-03-18 09:00")),
            SignatureBox("核查组长", "林知远"),
            Squares(((True, False), (False, True)), side=8, caption="码"),
        ),
    )
    pages = texts(to_pdf(document, "both"))
    assert len(pages) == 2
    assert pages[0].replace("\n", "").count("正文") == 300
    assert "图一" in pages[0]
    assert "李梅" in pages[1]
    assert "机构" * 3 in pages[0].replace("\n", "")


def _streams(pdf: bytes) -> str:
    """Return the page contents of a PDF of ours."""
    found = []
    for raw in re.findall(rb"(?<!end)stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(raw).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(found)
