"""Missing characters are listed with their fields before printing; pages can be looked at."""

from io import BytesIO

import pytest
from PIL import Image

from cfpdesk.documents.attendance import build
from cfpdesk.documents.coverage import missing_glyphs
from cfpdesk.documents.document import Options, in_line
from cfpdesk.documents.preview import (
    MAX_SCALE,
    find_text,
    page_picture,
    page_png,
    page_sizes,
    page_text,
)
from cfpdesk.documents.to_pdf import to_pdf
from tests.documents.sheets import hard, many, person, sheet


def test_nothing_is_missing_in_plain_names() -> None:
    assert missing_glyphs(build(sheet(), Options())) == ()


def test_each_missing_character_is_named_with_all_its_fields() -> None:
    rows = (person(0, name="\ue123\ue124"), person(4, name="\ue123", organisation="\ue123"))
    first, second = missing_glyphs(build(sheet(rows, client="\ue124"), Options()))
    assert (first.char, first.code) == ("\ue124", "U+E124")
    assert [in_line(where, "zh") for where in first.where] == ["委托方", "姓名，第 1 行"]
    assert second.code == "U+E123"
    assert [in_line(where, "en") for where in second.where] == [
        "Name, row 1",
        "Name, row 2",
        "Organisation, row 2",
    ]


def test_only_the_language_that_is_printed_counts() -> None:
    assert missing_glyphs(build(hard(), Options()), "zh")[0].code == "U+E123"


def test_a_page_becomes_pixels() -> None:
    pdf = to_pdf(build(sheet(), Options()), "zh")
    ((width, height),) = page_sizes(pdf)
    assert (round(width), round(height)) == (595, 842)
    picture = page_picture(pdf, 0, 1.0)
    assert (picture.width, picture.height) == (596, 842)
    assert len(picture.rgba) == picture.width * picture.height * 4
    assert picture.rgba[:4] == b"\xff\xff\xff\xff"
    assert set(picture.rgba[3::4]) == {255}
    with Image.open(BytesIO(page_png(pdf, 0, 1.0))) as image:
        assert image.size == (596, 842)
        assert image.convert("RGBA").tobytes() == picture.rgba


def test_zoom_ends_at_four_hundred_percent() -> None:
    pdf = to_pdf(build(sheet(), Options()), "zh")
    assert page_picture(pdf, 0, 99.0).width == pytest.approx(595.3 * MAX_SCALE, abs=1)


def test_text_is_found_where_it_stands() -> None:
    pdf = to_pdf(build(many(), Options()), "zh")
    (box,) = find_text(pdf, "第40位")
    assert box.page == 2
    assert box.left < box.right
    assert 0 < box.top < box.bottom < 842
    assert "第40位" in page_text(pdf, 2)
