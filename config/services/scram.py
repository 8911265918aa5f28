"""How is a password given to PostgreSQL without its log ever showing it? (RFC 5802, RFC 7677)"""

import base64
import hashlib
import hmac
import os


def scram_verifier(password: str, *, iterations: int = 4096) -> str:
    """What `CREATE ROLE … PASSWORD` stores: a salted proof from which the password cannot be read."""
    salt = os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    text = [base64.b64encode(part).decode("ascii") for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${iterations}:{text[0]}${text[1]}:{text[2]}"
