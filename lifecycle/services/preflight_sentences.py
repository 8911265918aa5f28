"""Which sentences say what would keep letters from arriving, what wears people out, and which words are allowed?"""

from django.utils.translation import gettext_lazy

PREFLIGHT_SENTENCES = {
    "preflight_spf_absent": gettext_lazy("%(domain)s has no SPF record: publish one that names the mail provider."),
    "preflight_spf_several": gettext_lazy("%(domain)s has several SPF records, so none counts: keep one."),
    "preflight_spf_open": gettext_lazy(
        "The SPF record of %(domain)s lets everybody send: end it with “~all” or “-all”."
    ),
    "preflight_spf_too_many": gettext_lazy("The SPF record of %(domain)s asks more than ten questions: shorten it."),
    "preflight_spf_unknown": gettext_lazy("The SPF record of %(domain)s could not be looked up: ask again later."),
    "preflight_spf_unaligned": gettext_lazy(
        "Letters leave from mailboxes of %(domain)s, not of the sender's domain: only DKIM then counts for DMARC."
    ),
    "preflight_dkim_absent": gettext_lazy(
        "%(domain)s has no DKIM key under the named selectors: publish the provider's."
    ),
    "preflight_dkim_revoked": gettext_lazy(
        "The DKIM key of %(domain)s is revoked: publish the provider's current one."
    ),
    "preflight_dkim_unknown": gettext_lazy("The DKIM key of %(domain)s could not be looked up: ask again later."),
    "preflight_dkim_unnamed": gettext_lazy(
        "Nobody said under which selectors the DKIM keys of %(domain)s stand: set DKIM_SELECTORS."
    ),
    "preflight_dmarc_absent": gettext_lazy("%(domain)s has no DMARC record: publish one, first with “p=none”."),
    "preflight_dmarc_several": gettext_lazy("%(domain)s has several DMARC records, so none counts: keep one."),
    "preflight_dmarc_weak": gettext_lazy("The DMARC record of %(domain)s names no policy: add “p=none” at least."),
    "preflight_dmarc_unknown": gettext_lazy("The DMARC record of %(domain)s could not be looked up: ask again later."),
    "preflight_quota_over": gettext_lazy(
        "Mails on %(day)s: %(count)s; the provider takes %(limit)s a day. Raise the quota or spread the dates."
    ),
    "preflight_quota_near": gettext_lazy("Mails on %(day)s: %(count)s, close to the provider's %(limit)s a day."),
    "preflight_quota_unknown": gettext_lazy(
        "Mails on the busiest day: %(count)s; nobody said how many the provider takes: set MAIL_PER_DAY."
    ),
    "preflight_gmail": gettext_lazy(
        "Mails to personal Gmail on %(day)s: %(count)s. At 5,000 the whole domain counts as a bulk sender for ever."
    ),
    "preflight_calls": gettext_lazy("%(subject)s: calls in the week of %(day)s: %(count)s; %(limit)s can be done."),
    "preflight_calls_nobody": gettext_lazy(
        "Calls in the week of %(day)s that no success manager is named for: %(count)s; %(limit)s can be done."
    ),
    "legal_override": gettext_lazy("“%(what)s” says “%(found)s”, allowed by %(by)s: %(basis)s."),
    "override_unsaid": gettext_lazy("Words are allowed on record only: say which words, on which basis, and why."),
    "override_known": gettext_lazy("“%(found)s” is allowed already, by %(by)s."),
    "override_none": gettext_lazy("“%(found)s” is not allowed here: there is nothing to take back."),
}
