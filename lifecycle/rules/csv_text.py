"""Which text do the bytes of a CSV file hold, if they are one at all?"""


class UnreadableFile(ValueError):
    """A structural fault: nothing in the file can be trusted. The text says what, where and what to do."""


def decode(data: bytes, encoding: str = "") -> str:
    """UTF-8, UTF-16 with its mark, or as declared; undecodable bytes of UTF-8 stay as lone surrogates."""
    if not data.strip():
        raise UnreadableFile("the file is empty; a header line and rows were expected")
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile("this is a packed or binary file, not CSV; unpack it or save it as CSV first")
    if encoding:
        return _declared(data, encoding)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _declared(data, "utf-16")
    if b"\x00" in data[:65_536]:
        raise UnreadableFile("this is a binary file (NUL bytes), not CSV; save it as CSV in UTF-8")
    text = data.decode("utf-8-sig", errors="surrogateescape")
    if text.lstrip()[:1] == "<":
        raise UnreadableFile("this is an HTML or XML page, not CSV; perhaps a sign-in page was saved in its place")
    return text


def _declared(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise UnreadableFile(f"{encoding!r} is not an encoding that is known here; try utf-8 or gb18030") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"byte {error.start} is not {encoding}; save the file as UTF-8") from error
