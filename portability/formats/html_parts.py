"""What do all our offline pages have in common?"""

import base64
import hashlib
import re
from html import escape

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } tr { border-bottom: 1px solid var(--line); }
article { border-bottom: 1px solid var(--line); padding: .6rem 0; }
article.system { opacity: .75; }
article header { display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
time, .soft { opacity: .7; font-size: .85em; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0; }
ul.marks { list-style: none; padding: 0; margin: 0; display: flex; gap: .5rem; }
ul.marks { flex-wrap: wrap; }
ul.marks li { background: var(--soft); border-radius: 1rem; padding: 0 .6rem; font-size: .85em; }
nav { display: flex; gap: 1rem; } a { overflow-wrap: anywhere; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"


def page(title: str, body: str, lang: str = "en") -> bytes:
    """A whole page: no script, nothing remote; the policy forbids what slips in. `body` is escaped already."""
    heading = f"<h1>{text(title)}</h1>"
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n{head(title)}<body>\n{heading}\n{body}\n</body>\n</html>\n'.encode()


def head(title: str) -> str:
    """The head of every page."""
    return (
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
    )


def text(content: str) -> str:
    """Content as text of a page: nothing in it is markup; characters HTML forbids are shown by their code."""
    return escape(FORBIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", content), quote=True)


def link(path: str, label: str) -> str:
    """A link inside the package."""
    return f'<a href="{text(path)}">{text(label)}</a>'
