"""Every string has its words in every catalogue, and every catalogue keeps the places that code fills in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

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
