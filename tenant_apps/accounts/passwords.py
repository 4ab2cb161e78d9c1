"""What a password must be. Django's rules, in the product's words and the reader's digits."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation as django
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from branding.formats import number

LEAST = 10


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Use at least %(count)s characters.") % {"count": number(self.min_length)}


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password; it is guessed first.")


class NotPersonal(django.UserAttributeSimilarityValidator):
    def __init__(self, **options: Any) -> None:
        super().__init__(user_attributes=("name", "email"), **options)

    def get_error_message(self) -> str:
        return _("It is too much like your name or your e-mail address.")


def _advice() -> str:
    return _("At least %(count)s characters. Several words are easy to remember.") % {"count": number(LEAST)}


ADVICE = lazy(_advice, str)()
