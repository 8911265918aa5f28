"""What becomes of text that no UTF-8 can hold?"""

import base64


def faithful(text: str | None) -> tuple[str | None, str | None]:
    """The text fit for JSON and, if something had to be replaced, the original in base64 (WTF-8)."""
    if text is None:
        return None, None
    try:
        text.encode()
    except UnicodeEncodeError:
        kept = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), kept
    return text, None
