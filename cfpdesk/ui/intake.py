"""Taking files in as evidence from the window: dialog, drop, clipboard; read off its thread.

    intake.choose(self.desk, target)            # Ctrl+E
    intake.take(self.desk, paths, Source.DRAG, target)
    intake.paste(self.desk, target)             # True if the clipboard held something

A file is kept in the evidence folder and asked about itself in a job; the step then writes its row.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

from cfpdesk.exchange.photo_metadata import FileFacts
from cfpdesk.exchange.preview import PreviewError, PreviewWorker
from cfpdesk.i18n import msg
from cfpdesk.model.evidence import LARGE_FILE_BYTES, is_of_system
from cfpdesk.steps import evidence
from cfpdesk.steps.evidence import Incoming, LinkTarget, Source, Taken
from cfpdesk.store.evidence_folder import EvidenceFolder
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.jobs import Progress

Then = Callable[[Sequence[Taken]], object]


def choose(desk: Desk, target: LinkTarget | None = None, then: Then | None = None) -> None:
    """Ask for files and take them in."""
    take(desk, desk.open_files(msg("Choose evidence")), Source.FILE, target, then)


def paste(desk: Desk, target: LinkTarget | None = None, then: Then | None = None) -> bool:
    """Take in what the clipboard holds: copied files, or a picture; False if neither."""
    held: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if held is None:  # a clipboard nobody has written to
        return False
    paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
    if paths:
        take(desk, paths, Source.PASTE, target, then)
        return True
    if not held.hasImage():
        return False
    image = QGuiApplication.clipboard().image()
    if image.isNull():
        return False
    name = f"paste-{desk.now():%Y%m%d-%H%M%S}.png"
    _run(desk, [(name, _png(image))], Source.PASTE, target, then)
    return True


def take(
    desk: Desk,
    paths: Iterable[Path],
    source: Source,
    target: LinkTarget | None = None,
    then: Then | None = None,
) -> None:
    """Take files in; a folder stands for the files in it."""
    files = [(path.name, path) for path in _files(paths)]
    if files:
        _run(desk, files, source, target, then)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file())
            yield from (p for p in inside if not is_of_system(p.name))
        elif path.is_file():
            yield path


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _run(
    desk: Desk,
    files: Sequence[tuple[str, Path | bytes]],
    source: Source,
    target: LinkTarget | None,
    then: Then | None,
) -> None:
    folder = desk.session.evidence

    def work(progress: Progress) -> list[Incoming]:
        found = []
        with PreviewWorker() as worker:
            for n, (name, data) in enumerate(files):
                progress.at(n, len(files), msg("Read {name}", name=name))
                found.append(_incoming(name, data, source, worker, folder))
        return found

    def done(found: list[Incoming]) -> None:
        taken: list[Taken] = []
        if desk.attempt(lambda: taken.extend(evidence.take_in(desk.session, found, target))):
            _tell(desk, taken)
            if then is not None:
                then(taken)

    desk.run_job(msg("Take in evidence"), work, done=done)


def _incoming(
    name: str, data: Path | bytes, source: Source, worker: PreviewWorker, folder: EvidenceFolder
) -> Incoming:
    kept = folder.keep(data)  # durable before any row speaks of it
    try:
        facts = worker.facts(data)
    except PreviewError:  # unreadable as a picture, and still evidence as it is
        facts = FileFacts("application/octet-stream")
    return Incoming(
        data,
        name,
        facts.mime,
        source,
        sha256=kept.sha256,
        taken_at=facts.taken_at,
        device=facts.device,
        pixels=facts.pixels,
        size=kept.size,
        crc32=kept.crc32,
    )


def _tell(desk: Desk, taken: Sequence[Taken]) -> None:
    fresh = [t.evidence for t in taken if not t.known]
    known = [t.evidence for t in taken if t.known]
    large = [e for e in fresh if e.file and e.file.size > LARGE_FILE_BYTES]
    if large and large[0].file:
        size = large[0].file.size // 1_000_000
        desk.say(msg("{number} weighs {size} MB; every package will carry it whole",
                     number=large[0].number, size=size), undo=True)  # fmt: skip
    elif len(taken) == 1 and known:
        desk.say(msg("Here already as {number}; not copied again", number=known[0].number))
    elif known:
        desk.say(msg("{n} taken in, {known} were here already", n=len(fresh), known=len(known)))
    elif len(fresh) == 1:
        desk.say(msg("{number} taken in", number=fresh[0].number), undo=True)
    else:
        desk.say(msg("{n} taken in", n=len(fresh)), undo=True)
