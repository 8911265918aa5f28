"""Which file name stands for an id on every system?"""

import hashlib
import re
import unicodedata

LIMIT_BYTES = 150
RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"com{n}" for n in range(10)} | {f"lpt{n}" for n in range(10)})
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def safe_name(text: str) -> str:
    """A portable name made from an id alone.

    Plain lower-case ids stay as they are. Everything else (other alphabets, capitals that a file system may fold,
    reserved or long names) keeps what is readable and gets `~` and ten digits of its hash, so twins stay apart.
    """
    normal = unicodedata.normalize("NFC", text)
    name = _UNSAFE.sub("-", normal).strip(".-")[:LIMIT_BYTES]
    reserved = name.split(".")[0].lower() in RESERVED
    if name == text and name == name.lower() and name and not reserved and len(name) < LIMIT_BYTES:
        return name
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    stem = "" if reserved else name[: LIMIT_BYTES - 11]
    return f"{stem}~{digest}"
