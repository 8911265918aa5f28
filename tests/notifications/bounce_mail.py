"""How does a mail server's report look that a letter came back? (RFC 3464, as Postfix writes it)"""

_REPORT = """From: MAILER-DAEMON@relay.example
To: sunsetter@localhost
Message-ID: <{report}@relay.example>
In-Reply-To: {answers}
Date: {date}
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

<{recipient}>: host mx.relay.example said: {answer}. Ask postmaster@relay.example.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

{original}Final-Recipient: {kind}; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {answer}

--b
Content-Type: {enclosed}

From: sunsetter@localhost
References: <thread@sunsetter.example>
{own}: {name}

--b--
"""


def a_report(
    name: str,
    *,
    recipient: str = "owner@corner-shop.example",
    original: str = "",
    kind: str = "rfc822",
    action: str = "failed",
    status: str = "5.1.1",
    answer: str = "550 5.1.1 User unknown",
    enclosed: str = "message/rfc822",
    answers: str = "",
    date: str = "Mon, 01 Mar 2027 10:30:00 +0100",
    report: str = "report-1",
) -> bytes:
    """Of the message of that name; `answers` stands in In-Reply-To, `enclosed` empty: nothing comes back with it."""
    written = _REPORT.format(
        recipient=recipient,
        original=f"Original-Recipient: rfc822; {original}\n" if original else "",
        kind=kind,
        action=action,
        status=status,
        answer=answer,
        enclosed=enclosed or "text/plain",
        own="Message-ID" if enclosed else "X-Nothing",
        name=name,
        answers=answers,
        date=date,
        report=report,
    )
    return written.encode()
