"""How is a zip written so that the same content gives the same bytes?"""

import shutil
import zipfile
from pathlib import Path
from typing import IO

EPOCH = (1980, 1, 1, 0, 0, 0)
LEVEL = 6
PACKED_ALREADY = frozenset(
    (
        "zst",
        "zip",
        "gz",
        "xz",
        "7z",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "mp3",
        "mp4",
        "m4a",
        "ogg",
        "webm",
        "docx",
        "pdf",
    )
)
PIECE = 1024 * 1024


def entry(path: str, size: int) -> zipfile.ZipInfo:
    """An entry with fixed time, owner and mode; what is packed already is stored."""
    found = zipfile.ZipInfo(path, EPOCH)
    found.create_system = 3
    found.external_attr = 0o100644 << 16
    found.file_size = size
    packed = path.rpartition(".")[2].lower() in PACKED_ALREADY
    found.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return found


def add_stream(archive: zipfile.ZipFile, path: str, size: int, stream: IO[bytes], *, is_stored: bool = False) -> None:
    """Copy a stream in pieces into a new entry."""
    info = entry(path, size)
    if is_stored:
        info.compress_type = zipfile.ZIP_STORED
    with archive.open(info, "w", force_zip64=size >= zipfile.ZIP64_LIMIT) as target:
        shutil.copyfileobj(stream, target, PIECE)


def add_bytes(archive: zipfile.ZipFile, path: str, content: bytes, *, is_stored: bool = False) -> None:
    """Write bytes as a new entry."""
    info = entry(path, len(content))
    if is_stored:
        info.compress_type = zipfile.ZIP_STORED
    archive.writestr(info, content, compresslevel=LEVEL)


def new_zip(path: Path) -> zipfile.ZipFile:
    """A zip to fill."""
    return zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=LEVEL, allowZip64=True)
