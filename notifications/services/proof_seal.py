"""Who vouches for a proof file, and how does whoever reads one find that out?"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.signing import BadSignature, Signer

from lifecycle.api import Signature, fingerprint, holds, own_public_key, sign
from notifications.rules.proof_chain import canonical

VERSION = 3
HEAD = ("version", "account", "account_name", "made_at", "count", "head")
_BY_SECRET = (1, 2)  # files of before: signed with the installation's secret, which only it can check


@dataclass(frozen=True, slots=True)
class Seal:
    """`key` is the fingerprint of the public key; empty where the signature fails or was made with a secret."""

    holds: bool
    key: str
    is_ours: bool


def seal(said: Mapping[str, object]) -> dict[str, str]:
    """Algorithm, public key and Ed25519 signature (RFC 8032) over the head as canonical JSON in UTF-8."""
    return sign(_signed(said).encode(), _secrets()).as_json()


def seal_of(found: Mapping[str, object]) -> Seal:
    """Raises KeyError or TypeError when there is none that could be read."""
    if found["version"] in _BY_SECRET:
        is_ours = _is_by_secret(f"{_signed(found)}:{found['signature']}")
        return Seal(is_ours, "", is_ours)
    given = found["signature"]
    if not isinstance(given, dict):
        raise TypeError("the signature is no object")
    signature = Signature(str(given["public_key"]), str(given["signature"]))
    if not holds(_signed(found).encode(), signature):
        return Seal(holds=False, key="", is_ours=False)
    return Seal(holds=True, key=signature.fingerprint, is_ours=signature.public_key == own_public_key(_secrets()))


def published_key() -> dict[str, str]:
    """The public key by which everybody may check our proofs and receipts."""
    public = own_public_key(_secrets())
    return {"algorithm": "Ed25519", "public_key": public, "fingerprint": fingerprint(public)}


def _signed(said: Mapping[str, object]) -> str:
    """What the signature covers; that of the first version left the name and the moment out."""
    if said["version"] == 1:
        return f"{said['account']}:{said['count']}:{said['head']}"
    return canonical({name: said[name] for name in HEAD})


def _is_by_secret(signed: str) -> bool:
    """Also by a secret that was renewed since, while the settings still know it."""
    try:
        Signer(salt="notifications.proof").unsign(signed)
    except BadSignature:
        return False
    return True


def _secrets() -> Path:
    return Path(settings.STATE_DIR) / "secrets"
