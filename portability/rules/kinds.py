"""What kinds of record are there, and in which order do they travel?"""

from enum import StrEnum


class Kind(StrEnum):
    """Parents first, so that one pass can import."""

    SNAPSHOT = "snapshot"
    ORG_UNIT = "org_unit"
    USER = "user"
    CONTACT = "contact"
    CONTAINER = "container"
    MEMBERSHIP = "membership"
    MESSAGE = "message"
    ATTACHMENT = "attachment"
    CALL = "call"
    SETTING = "setting"
    ASSET = "asset"
    ACTIVITY = "activity"
    EVENT = "event"


class ContentType(StrEnum):
    """What a record holds, judged by its bytes where we have them."""

    TEXT = "text"
    IMAGE = "image"
    FILE = "file"
    VOICE = "voice"
    VIDEO = "video"
    SYSTEM = "system"


class Precision(StrEnum):
    """How fine the source's clock was."""

    MILLISECOND = "ms"
    SECOND = "s"
    MINUTE = "min"
    DAY = "day"


RANK = {kind: number for number, kind in enumerate(Kind)}


def content_type_of(mime: str) -> ContentType:
    """The content type which a media type belongs to; anything unknown is a file."""
    family = mime.partition("/")[0].lower()
    table = {"image": ContentType.IMAGE, "audio": ContentType.VOICE, "video": ContentType.VIDEO}
    return table.get(family, ContentType.FILE)
