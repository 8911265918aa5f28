"""How much is read of a message that came by mail? Anybody may write one, of any size and form.

What counts stands first: a person's words, a mail server's report and the headers of what it returns.
"""

from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32

_LONGEST, _LONGEST_HEADER, _DEEPEST = 300_000, 10_000, 50  # the library takes the square of a header's length


class _Cut(Compat32):
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


_CUT = _Cut()


def beginning_of(raw: bytes) -> Message:
    """As compat32 reads it: nothing raises. Of what is packed into itself too often the headers alone."""
    start = raw[:_LONGEST]
    try:
        message = message_from_bytes(start, policy=_CUT)
        is_deep = _is_deep(message)
    except RecursionError:
        is_deep = True
    return BytesHeaderParser(policy=_CUT).parsebytes(start) if is_deep else message


def parts_of(message: Message) -> list[Message]:
    """Of one without parts the words are not asked for: with a charset that is none the library raises."""
    found = message.get_payload() if message.is_multipart() else []
    return [each for each in found if isinstance(each, Message)]


def _is_deep(message: Message) -> bool:
    level = [message]
    for _ in range(_DEEPEST):
        level = [inner for each in level for inner in parts_of(each)]
    return bool(level)
