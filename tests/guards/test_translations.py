"""Every string has its words in every catalogue, and every catalogue keeps the places that code fills in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
)
from django.core.exceptions import ValidationError
from django.utils import translation
from rest_framework.exceptions import NotAuthenticated, NotFound, ParseError

from deploy.local.messages import check_catalogues

CATALOGUES = sorted(Path(__file__).resolve().parents[2].glob("locale/*/LC_MESSAGES/django.po"))
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def test_there_are_catalogues():
    assert {path.parts[-3] for path in CATALOGUES} == {"fa", "tr", "th"}


def test_no_string_is_without_its_words(capsys):
    assert check_catalogues() == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_fills_no_place_that_its_source_lacks(path: Path):
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    for message in messages:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        known = {place for text in ids for place in PLACES.findall(text)}
        assert {place for text in strings for place in PLACES.findall(text)} <= known, ids[0]


@pytest.mark.parametrize("language", ["fa", "tr", "th"])
def test_what_libraries_say_is_in_the_readers_language_too(language: str):
    """Their own catalogues are read first to last; ours hold what is missing there."""
    with translation.override("en"):
        english = _said_by_libraries()
    with translation.override(language):
        assert not english & _said_by_libraries()


def _said_by_libraries() -> set[str]:
    said = set()
    for validator in (CommonPasswordValidator(), MinimumLengthValidator(12), NumericPasswordValidator()):
        with pytest.raises(ValidationError) as refused:
            validator.validate("12345678")
        said.update(refused.value.messages)
    return said | {str(error().detail) for error in (ParseError, NotFound, NotAuthenticated)}
