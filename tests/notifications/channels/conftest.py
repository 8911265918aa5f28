"""What do the tests of channels share?"""

from collections.abc import Iterator

import pytest

from tests.notifications.channels.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found
