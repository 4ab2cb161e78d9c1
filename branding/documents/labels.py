"""Labels that more than one document bears, in the language of the document."""

from django.utils.translation import gettext as _


def labels() -> dict[str, str]:
    """What templates in `templates/pdf` call `words`."""
    return {
        "page": _("Page {page} of {pages}"),
        "description": _("Description"),
        "quantity": _("Quantity"),
        "unit_price": _("Unit price"),
        "amount": _("Amount"),
        "discount": _("Discount"),
        "tax": _("Tax"),
        "date": _("Date"),
        "method": _("Method"),
        "reference": _("Reference"),
    }
