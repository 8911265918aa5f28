"""Who vouches for a receipt, a list or a proof: which key signs, and does a signature hold?"""

import base64
import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "Ed25519"
NAME = "portability_signing_key"  # as receipts that customers hold already know the key: another file is another key


@dataclass(frozen=True, slots=True)
class Signature:
    """A detached signature with the public key to check it by."""

    public_key: str
    signature: str

    @property
    def fingerprint(self) -> str:
        """What people compare: the beginning of the hash of the public key."""
        return fingerprint(self.public_key)

    def as_json(self) -> dict[str, str]:
        return {"algorithm": ALGORITHM, "public_key": self.public_key, "signature": self.signature}


def sign(content: bytes, folder: Path) -> Signature:
    """Sign with this installation's key, which is made once and never leaves the folder of secrets."""
    key = _key(folder)
    public = key.public_key().public_bytes_raw()
    return Signature(base64.b64encode(public).decode(), base64.b64encode(key.sign(content)).decode())


def own_public_key(folder: Path) -> str:
    """The public key of this installation, in base64."""
    return base64.b64encode(_key(folder).public_key().public_bytes_raw()).decode()


def holds(content: bytes, signature: Signature) -> bool:
    """Did the owner of the public key sign exactly this?"""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature.public_key, validate=True))
        public.verify(base64.b64decode(signature.signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public_key: str) -> str:
    """Ten groups of four hex digits of the key's sha256."""
    digest = hashlib.sha256(base64.b64decode(public_key)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 40, 4))


def _key(folder: Path) -> Ed25519PrivateKey:
    path = folder / NAME
    if not path.exists():
        _make(path)
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def _make(path: Path) -> None:
    """Two makers at once agree on one key: a link is made only where there is no file yet."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, passing = tempfile.mkstemp(prefix=f"{NAME}.", dir=path.parent)  # nobody else's, and for us alone
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(Ed25519PrivateKey.generate().private_bytes_raw())
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(passing, path)
    finally:
        os.unlink(passing)
