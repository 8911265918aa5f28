"""What is a file, judged by its first bytes?"""

from portability.rules.kinds import ContentType, content_type_of

SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"PK\x03\x04", "application/zip"),
)


def sniffed(head: bytes) -> str:
    """A media type from the first 16 bytes; `application/octet-stream` when nothing fits."""
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "application/octet-stream")
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return next((mime for start, mime in SIGNATURES if head.startswith(start)), "application/octet-stream")


def content_type_of_bytes(head: bytes) -> ContentType:
    """The content type by bytes alone; the name of a file proves nothing."""
    return content_type_of(sniffed(head))
