"""Is this package what its receipt says? Runs with any Python from 3.9 on, offline, without further parts.

    python3 verify_receipt.py [FOLDER] [--key FINGERPRINT]

FOLDER is where receipt.json lies (default: beside this file). Checks the Ed25519 signature (RFC 8032), size and sha256
of every file, the hash of every record in records/*.jsonl, their number, and the root over them (RFC 9162).
A signature proves that the holder of the key in receipt.sig.json signed; compare the fingerprint printed here with the
one that the sender shows elsewhere, or give it with --key. Ends 0 when all holds, 1 when something does not.
"""

import base64
import hashlib
import json
import os
import sys
from typing import Any

Point = tuple[int, int, int, int]
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def _recover_x(y: int, sign: int) -> "int | None":
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, point)
        point = _add(point, point)
        number >>= 1
    return result


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def _point(packed: bytes) -> "Point | None":
    if len(packed) != 32:
        return None
    number = int.from_bytes(packed, "little")
    y = number & ((1 << 255) - 1)
    x = _recover_x(y, number >> 255) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = _recover_x(BASE_Y, 0) or 0
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signature_holds(public: bytes, content: bytes, signature: bytes) -> bool:
    """Ed25519 as in RFC 8032, section 5.1.7."""
    key = _point(public)
    commitment = _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or commitment is None or scalar >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + content).digest()
    challenge = int.from_bytes(digest, "little") % L
    return _same(_times(scalar, BASE), _add(commitment, _times(challenge, key)))


class Tree:
    """The root over records: the peaks of finished halves are all it keeps."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        self.peaks.append(leaf)
        self.size += 1
        size = self.size
        while size % 2 == 0:
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(hashlib.sha256(b"\x01" + left + right).digest())
            size //= 2

    def root(self) -> str:
        peaks = list(self.peaks)
        if not peaks:
            return hashlib.sha256(b"").hexdigest()
        result = peaks.pop()
        while peaks:
            result = hashlib.sha256(b"\x01" + peaks.pop() + result).digest()
        return result.hex()


def record_hash(value: dict[str, Any]) -> str:
    kept = {name: value[name] for name in value if name not in ("raw", "source", "hash")}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_files(folder: str, files: list[dict[str, Any]]) -> list[str]:
    """Every file of the receipt is there, with its size and hash; nothing else is."""
    wrong = []
    for each in files:
        path = os.path.join(folder, *each["path"].split("/"))
        if not os.path.isfile(path):
            wrong.append("missing: " + each["path"])
            continue
        digest = hashlib.sha256()
        with open(path, "rb") as stream:
            for piece in iter(lambda: stream.read(1 << 20), b""):
                digest.update(piece)
        if digest.hexdigest() != each["sha256"]:
            wrong.append("changed: " + each["path"])
    known = {each["path"] for each in files} | {"receipt.json", "receipt.sig.json"}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.relpath(os.path.join(base, name), folder).replace(os.sep, "/")
            if path not in known and "__pycache__" not in path:
                wrong.append("not in the receipt: " + path)
    return wrong


def check_records(folder: str, receipt: dict[str, Any]) -> list[str]:
    """Every record's own hash holds, and together they give the number and the root of the receipt."""
    wrong: list[str] = []
    tree = Tree()
    for each in receipt["files"]:
        if not each["path"].startswith("records/"):
            continue
        with open(os.path.join(folder, *each["path"].split("/")), "rb") as stream:
            for number, line in enumerate(stream, 1):
                value = json.loads(line)
                if record_hash(value) != value["hash"]:
                    wrong.append(f"{each['path']}, line {number}: the record does not fit its hash")
                leaf = f"{value['kind']}\x00{value['id']}\x00{value['hash']}"
                tree.add(hashlib.sha256(b"\x00" + leaf.encode()).digest())
    if tree.size != receipt["totals"]["exported"]:
        wrong.append(f"{tree.size} records, the receipt says {receipt['totals']['exported']}")
    elif tree.root() != receipt["exported_root"]:
        wrong.append("the root over the records is not that of the receipt")
    return wrong


def check_balance(receipt: dict[str, Any]) -> list[str]:
    """In the snapshot = exported + excluded + withheld + failed, in every cell."""
    wrong = []
    for row in receipt["cells"]:
        parts = [row.get("exported", 0)]
        parts += [sum(row.get(name, {}).values()) for name in ("excluded", "withheld", "failed")]
        if sum(parts) != row["in_snapshot"]:
            wrong.append(f"the receipt does not balance: {row['kind']} {row['container']} {row['day']}")
    return wrong


def check(folder: str, wanted_key: "str | None" = None) -> list[str]:
    """All findings; an empty list means that the package is what its receipt says."""
    with open(os.path.join(folder, "receipt.json"), "rb") as stream:
        content = stream.read()
    with open(os.path.join(folder, "receipt.sig.json"), "rb") as stream:
        seal = json.load(stream)
    public = base64.b64decode(seal["public_key"])
    digest = hashlib.sha256(public).hexdigest()
    key = " ".join(digest[start : start + 4] for start in range(0, 40, 4))
    sys.stdout.write(f"Signing key: {key}\n")
    if not signature_holds(public, content, base64.b64decode(seal["signature"])):
        return ["the signature of receipt.json does not hold"]
    if wanted_key and wanted_key.replace(" ", "") != key.replace(" ", ""):
        return ["signed by another key than the one given"]
    receipt = json.loads(content)
    wrong = check_files(folder, receipt["files"]) or check_balance(receipt)
    if not wrong and "jsonl" in receipt["request"]["formats"]:
        wrong = check_records(folder, receipt)
    return wrong


def main(arguments: list[str]) -> int:
    wanted = None
    if "--key" in arguments:
        position = arguments.index("--key")
        wanted = arguments[position + 1]
        del arguments[position : position + 2]
    folder = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    if not os.path.isfile(os.path.join(folder, "receipt.json")):
        folder = os.path.join(folder, "data")
    try:
        wrong = check(folder, wanted)
    except (OSError, ValueError, KeyError) as error:
        wrong = [f"cannot be read: {error!r}"]
    for each in wrong:
        sys.stdout.write(each + "\n")
    sys.stdout.write("NOT in order\n" if wrong else "In order\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
