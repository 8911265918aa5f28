"""Which fields of a Slack export do we map, and how are its time stamps read?"""

import re

PREFIX = "slack"
YEAR_10000_MS = 253_402_300_800_000
MENTION = re.compile(r"<@([UWB][A-Z0-9]+)(?:\|[^>]*)?>")
STAMP = re.compile(r"\A(\d{1,12})\.(\d{1,9})\Z")
WORD = re.compile(r"\w+")
MESSAGE_FIELDS = frozenset(
    WORD.findall(
        "type subtype ts user text bot_id username reactions file files edited attachments thread_ts reply_count "
        "replies reply_users reply_users_count latest_reply parent_user_id subscribed hidden team client_msg_id "
        "user_profile user_team source_team upload display_as_bot members purpose topic name old_name inviter comment "
        "pinned_to message previous_message deleted_ts event_ts channel root icons bot_link bot_profile item item_type "
        "blocks is_intro permalink last_read broadcast_thread_ts"
    )
)
SYSTEM_SUBTYPES = frozenset(
    WORD.findall(
        "channel_join channel_leave channel_topic channel_purpose channel_name channel_archive channel_unarchive "
        "group_join group_leave group_topic group_purpose group_name group_archive group_unarchive pinned_item "
        "unpinned_item bot_add bot_remove bot_enable bot_disable reminder_add tombstone"
    )
)
CHANNEL_ACTIONS = {
    f"{prefix}_{act}": act
    for prefix in ("channel", "group")
    for act in ("join", "leave", "topic", "purpose", "name", "archive", "unarchive")
}


def stamp_ms(text: object) -> int | None:
    """`1435330110.000002` as ms UTC, read as text and never as a float; None when it is no time stamp."""
    found = STAMP.match(text) if isinstance(text, str) else None
    if not found:
        return None
    at = int(found[1]) * 1000 + int(found[2].ljust(9, "0")[:3])
    return at if 0 < at < YEAR_10000_MS else None


def seconds_ms(value: object) -> int | None:
    """A time in whole seconds, as number or text, in ms UTC; zero means unset."""
    text = str(value)
    if not isinstance(value, str | int) or not text.isascii() or not text.isdigit():
        return None
    at = int(text[:15]) * 1000
    return at if 0 < at < YEAR_10000_MS else None


def mentions(text: str) -> tuple[str, ...]:
    """The persons named in a text, each once, in order."""
    return tuple(dict.fromkeys(MENTION.findall(text)))
