"""Bringing in what was seen: the phone's photos, the client's files, interviews; and naming it."""

import shutil
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel

from cfpdesk.ui.widgets.thumb_grid import ThumbGrid
from tests.flow.visit import dialogs, hands, lists
from tests.flow.visit.day import SAMPLE, client_file, mine, photo
from tests.flow.visit.stage import Stage


def bring_in(stage: Stage) -> dict[str, Any]:
    """Take in everything this person has, and write under each what it shows."""
    stage.go(Qt.Key.Key_4)
    todo = mine(stage.who)
    _photos(stage, [piece["file"] for piece in todo["evidence"]])
    _documents(stage, [piece["file"] for piece in todo["documents"]])
    known = {piece["file"]: piece for piece in (*todo["evidence"], *todo["documents"])}
    captions = _captions(stage, known)
    for talk in todo["interviews"]:
        _interview(stage, talk)
    stage.picture(f"evidence-{stage.who}")
    return {"evidence": len(lists.rows(_grid(stage))), "captions": captions}


def _photos(stage: Stage, files: list[str]) -> None:
    """The phone is plugged in: its new photos are offered, all ticked."""
    phone = stage.laptop / "phone" / "DCIM"
    phone.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(photo(file), phone / file)
    dialogs.in_dialog(lambda: hands.press_button("从手机/文件夹收"), dialogs.choose_file(phone))
    hands.wait_for(lambda: hands.there("take-in"), "the new photos to be offered")
    button = hands.named("take-in")
    assert str(len(files)) in hands.name_of(button), hands.name_of(button)
    hands.click(button)
    hands.come_back(stage.window)
    stage.calm()


def _documents(stage: Stage, files: list[str]) -> None:
    """The client's stick: workbook and ledgers, then the invoices' folder."""
    folders: dict[Any, list[Any]] = {}
    for file in files:
        path = client_file(file)
        folders.setdefault(path.parent, []).append(path)
    for paths in folders.values():
        dialogs.in_dialog(lambda: hands.press_button("选文件"), dialogs.choose_files(paths))
        stage.calm()


def _grid(stage: Stage) -> QAbstractItemView:
    found = stage.window.findChild(ThumbGrid)
    assert found is not None
    return found


def _captions(stage: Stage, known: dict[str, dict[str, Any]]) -> int:
    grid = _grid(stage)
    done = 0
    for number in range(grid.model().rowCount()):
        if not lists.click_number(grid, number):
            continue  # a heading
        said = {hands.name_of(label) or label.text() for label in hands.visible(QLabel)}
        file = next((name for name in known if name in said), "")
        assert file, f"no file's name beside piece {number}: {lists.rows(grid)[number]}"
        piece = known[file]
        hands.type_text(hands.named("caption"), piece["caption"])
        if piece.get("place"):
            hands.type_text(hands.named("place"), piece["place"])
        if piece.get("period_from"):
            until = piece["period_to"]
            hands.type_text(hands.named("period"), f"{piece['period_from']} – {until}")
        if piece.get("for_client") is False:
            hands.click(hands.named("choice-team"))
        done += 1
    return done


def _interview(stage: Stage, talk: dict[str, Any]) -> None:
    hands.press_button("访谈")
    hands.settle(60)
    for field in ("interviewee", "interviewee_role"):
        hands.type_text(hands.named(field), talk[field])
    hands.type_text(hands.named("held_at"), talk["held_at"][:16].replace("T", " "))
    hands.click(hands.named("consent"))
    text = (SAMPLE / "interviews" / talk["file"]).read_text("utf-8")
    hands.type_text(hands.named("notes"), text)
    hands.type_text(hands.named("caption"), talk["file"])
    stage.calm()
