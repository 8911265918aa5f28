"""How is a secret kept that must be used again, such as a webhook's or the address of a room?"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(ValueError):
    """It was sealed with another master key."""


def seal(secret: str) -> str:
    """Encrypted and authenticated with a key derived from the master key."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises CannotOpen."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise CannotOpen("sealed with another master key") from problem


def _box() -> Fernet:
    master = settings.MASTER_KEY.encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sunsetter.notifications.sealed").derive(master)
    return Fernet(urlsafe_b64encode(derived))
