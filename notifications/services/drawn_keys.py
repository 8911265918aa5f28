"""How are the keys of many deliveries drawn at once? A draw for each takes as long as a tenth of its row's COPY."""

from os import urandom

_BYTES, _DIGITS = 16, 32
# RFC 9562, section 5.4: the version is four, the variant binary ten.
_AS_VERSION = bytes(number & 0x0F | 0x40 for number in range(256))
_AS_VARIANT = bytes(number & 0x3F | 0x80 for number in range(256))


def drawn_keys(number: int) -> list[str]:
    """As `uuid4` makes them, in hexadecimal digits."""
    drawn = bytearray(urandom(_BYTES * number))
    drawn[6::_BYTES], drawn[8::_BYTES] = (
        drawn[6::_BYTES].translate(_AS_VERSION),
        drawn[8::_BYTES].translate(_AS_VARIANT),
    )
    digits = drawn.hex()
    return [digits[first : first + _DIGITS] for first in range(0, len(digits), _DIGITS)]
