"""How a state looks: its tone everywhere, and its words where a model brings none of its own."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

POS, INFO, WARN, NEG, MUTE = "pos", "info", "warn", "neg", "mute"


class Badge(NamedTuple):
    tone: str
    label: str | Promise


LOOKS: dict[str, Badge] = {
    "accepted": Badge(POS, _("Accepted")),
    "active": Badge(POS, _("Active")),
    "answered": Badge(INFO, _("Answered")),
    "applied": Badge(INFO, _("Applied")),
    "approved": Badge(POS, _("Approved")),
    "archived": Badge(MUTE, _("Archived")),
    "available": Badge(POS, _("Available")),
    "awaiting_payment": Badge(WARN, _("Awaiting payment")),
    "cancelled": Badge(MUTE, _("Cancelled")),
    "checked": Badge(INFO, _("Checked")),
    "checking": Badge(INFO, _("Being checked")),
    "clawed_back": Badge(NEG, _("Taken back")),
    "closed": Badge(MUTE, _("Closed")),
    "completed": Badge(POS, _("Completed")),
    "confirmed": Badge(POS, _("Confirmed")),
    "credited": Badge(MUTE, _("Credited")),
    "declined": Badge(NEG, _("Declined")),
    "deleting": Badge(NEG, _("Being deleted")),
    "delivered": Badge(POS, _("Delivered")),
    "disabled": Badge(MUTE, _("Disabled")),
    "doing": Badge(INFO, _("In progress")),
    "done": Badge(POS, _("Done")),
    "draft": Badge(MUTE, _("Draft")),
    "due": Badge(WARN, _("Due")),
    "erased": Badge(MUTE, _("Erased")),
    "ended": Badge(MUTE, _("Ended")),
    "excluded": Badge(NEG, _("Excluded")),
    "expired": Badge(MUTE, _("Expired")),
    "failed": Badge(NEG, _("Failed")),
    "failing": Badge(NEG, _("Failing")),
    "fulfilled": Badge(POS, _("Fulfilled")),
    "in_progress": Badge(INFO, _("In progress")),
    "held": Badge(WARN, _("Under review")),
    "invited": Badge(INFO, _("Invited")),
    "issued": Badge(INFO, _("Issued")),
    "leaving": Badge(WARN, _("Being deleted")),
    "locked": Badge(INFO, _("Ready for the bank")),
    "live": Badge(POS, _("Live")),
    "merged": Badge(MUTE, _("Merged")),
    "more_information": Badge(WARN, _("More information needed")),
    "new": Badge(INFO, _("New")),
    "open": Badge(INFO, _("Open")),
    "billed": Badge(INFO, _("Billed")),
    "broken": Badge(NEG, _("Gaps found")),
    "dropped": Badge(MUTE, _("Given up")),
    "left": Badge(MUTE, _("Left as it is")),
    "lost": Badge(MUTE, _("Lost")),
    "made": Badge(POS, _("Done")),
    "published": Badge(POS, _("Published")),
    "won": Badge(POS, _("Won")),
    "agreed": Badge(INFO, _("Agreed")),
    "moving": Badge(INFO, _("Moving")),
    "offered": Badge(MUTE, _("Waits for the new provider")),
    "proposed": Badge(WARN, _("Waits for the client")),
    "overdue": Badge(NEG, _("Overdue")),
    "paid": Badge(POS, _("Paid")),
    "partly_paid": Badge(WARN, _("Partly paid")),
    "partly_refunded": Badge(WARN, _("Partly refunded")),
    "past_due": Badge(NEG, _("Past due")),
    "paused": Badge(WARN, _("Paused")),
    "pending": Badge(WARN, _("Pending")),
    "placed": Badge(INFO, _("Placed")),
    "processing": Badge(INFO, _("Processing")),
    "provisioning": Badge(INFO, _("Being set up")),
    "quarantined": Badge(WARN, _("Held for review")),
    "question": Badge(WARN, _("Question asked")),
    "received": Badge(INFO, _("Received")),
    "refunded": Badge(MUTE, _("Refunded")),
    "refused": Badge(NEG, _("Refused")),
    "rejected": Badge(NEG, _("Rejected")),
    "released": Badge(MUTE, _("Taken out")),
    "requested": Badge(WARN, _("Requested")),
    "resolved": Badge(POS, _("Resolved")),
    "returned": Badge(NEG, _("Returned by the bank")),
    "reversed": Badge(NEG, _("Reversed")),
    "settled": Badge(POS, _("Settled")),
    "routed": Badge(INFO, _("Waiting for the certificate")),
    "running": Badge(INFO, _("Running")),
    "sent": Badge(POS, _("Sent")),
    "started": Badge(INFO, _("Started")),
    "submitted": Badge(INFO, _("Submitted")),
    "succeeded": Badge(POS, _("Succeeded")),
    "cancelled_at_end": Badge(WARN, _("Ends soon")),
    "scheduled": Badge(INFO, _("Scheduled")),
    "suspended": Badge(NEG, _("Suspended")),
    "todo": Badge(MUTE, _("To do")),
    "trial": Badge(INFO, _("Trial")),
    "trialing": Badge(INFO, _("Trial")),
    "undoing": Badge(INFO, _("Being taken back")),
    "undone": Badge(MUTE, _("Taken back")),
    "under_review": Badge(INFO, _("Under review")),
    "unknown": Badge(WARN, _("Being checked")),
    "unpaid": Badge(WARN, _("Unpaid")),
    "verified": Badge(POS, _("Verified")),
    "unverified": Badge(WARN, _("Not verified")),
    "void": Badge(MUTE, _("Void")),
    "waiting": Badge(WARN, _("Waiting")),
    "withdrawn": Badge(MUTE, _("Withdrawn")),
}


def badge_of(subject: object) -> Badge:
    """The badge of a state, or of an object with a `status`; the object's own label wins over ours."""
    state = str(getattr(subject, "status", subject))
    look = LOOKS.get(state.lower(), Badge(MUTE, capfirst(state.replace("_", " "))))
    display = getattr(subject, "get_status_display", None)
    label = (
        display() if callable(display) else getattr(getattr(subject, "status", subject), "label", look.label)
    )
    return Badge(look.tone, label)
