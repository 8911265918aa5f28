"""Do all makers of the signing key agree on one, however many begin at once? (A13)"""

import threading
from pathlib import Path

from lifecycle.crypto.signing import NAME, own_public_key

MAKERS, ROUNDS = 6, 20


def test_makers_at_once_agree_on_the_key_that_lasts(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        folder, found = tmp_path / str(number), list[str]()
        barrier = threading.Barrier(MAKERS)

        def make(folder: Path = folder, found: list[str] = found, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            found.append(own_public_key(folder))

        threads = [threading.Thread(target=make) for _ in range(MAKERS)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert set(found) == {own_public_key(folder)}
        assert len(found) == MAKERS
        assert [(each.name, each.stat().st_mode & 0o777) for each in folder.iterdir()] == [(NAME, 0o600)]
