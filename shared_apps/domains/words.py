"""What the doctor says: each verdict, answer and trouble in plain words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .doctor import Verdict

Text = str | Promise

PROOF: dict[str, Text] = {
    Verdict.FINE: _("The record is there. The domain is yours."),
    Verdict.MISSING: _("There is no such record yet. Add it at the company that runs the DNS of the domain."),
    Verdict.OTHER_VALUE: _(
        "There is a record of this name, but it says something else. Add the value below; other values may stay."
    ),
    Verdict.DOUBLED: _(
        "The record stands one level too deep: the panel added the domain to the name by itself. Enter the short name."
    ),
    Verdict.MISPLACED: _("The value stands at the domain itself. It belongs under the name below."),
    Verdict.SILENT: _(
        "The name servers of the domain did not answer in time. That changes nothing; we ask again."
    ),
    Verdict.BROKEN: _(
        "The name servers of the domain reported a failure. That changes nothing; we ask again."
    ),
}
ROUTE: dict[str, Text] = {
    Verdict.FINE: _("The domain leads here."),
    Verdict.NOWHERE: _("The domain does not lead anywhere yet. Add the record below."),
    Verdict.ELSEWHERE: _(
        "The domain leads to another server. Replace that record by the one below, and switch off any proxy in between."
    ),
    Verdict.MIXED: _(
        "Some of the addresses are of another server. Remove those, or some visitors end up there."
    ),
    Verdict.IPV6: _("An AAAA record leads to another server. Remove it, or visitors with IPv6 end up there."),
    Verdict.SILENT: PROOF[Verdict.SILENT],
    Verdict.BROKEN: PROOF[Verdict.BROKEN],
}
CERTIFICATE: dict[str, Text] = {
    Verdict.FINE: _("Visitors reach the domain over a good certificate."),
    Verdict.UNNEEDED: _("This installation serves without certificates, so nothing is missing."),
    Verdict.WAITING: _("The certificate is being fetched. That takes up to a minute after the first visit."),
    Verdict.FORBIDDEN: _(
        "A CAA record of the domain forbids our authority. Add one that allows it, or remove those that are there."
    ),
    Verdict.UNREACHED: _(
        "We could not reach the domain from here. Open it in a browser; the certificate is fetched on the first visit."
    ),
    Verdict.UNTRUSTED: _(
        "Browsers do not trust the certificate that the domain shows. Another server or a proxy may stand in between."
    ),
}
OUTCOME: dict[str, Text] = {
    "found": _("Found"),
    "none": _("The name exists, but has no record of this type"),
    "nxdomain": _("The name does not exist"),
    "timeout": _("No answer in time"),
    "servfail": _("The name server failed"),
}
TROUBLE: dict[str, Text] = {
    "ownership": _("The record that proves ownership is gone."),
    "route": _("The domain no longer leads here."),
    "taken": _(
        "Another portal has proved that it owns this domain. If it is yours, have it removed there first."
    ),
    "revoked": _("This domain was stopped. Please ask support."),
}
NOT_ASKED: Text = _("Not looked at yet.")
LATER: Text = _("Comes by itself once the domain leads here.")
