"""How names are found: by their first letters, whichever keyboard they were typed on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

# Arabic yeh, alef maksura and kaf look like the Persian letters and are other characters; joiners are unseen.
_SAME_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": " ", "\u200f": None, "\u200e": None})


def search_key(text: str) -> str:
    """The text as it is compared: lower case, one form of each letter, single spaces."""
    return " ".join(text.translate(_SAME_LETTERS).casefold().split())


class SearchKeyField(models.CharField):  # type: ignore[type-arg]
    """Holds the search key of the field `source`; written with every save, in bulk too."""

    def __init__(self, *args: Any, source: str, **options: Any) -> None:
        self.source = source
        super().__init__(*args, **{"editable": False, "blank": True, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = search_key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


class KeyField(models.CharField):  # type: ignore[type-arg]
    """Holds what a function makes of the field `source`; written with every save, in bulk too."""

    def __init__(self, *args: Any, source: str, key: Callable[[str], str] = str, **options: Any) -> None:
        self.source, self.key = source, key
        super().__init__(*args, **{"editable": False, "blank": True, **options})

    def deconstruct(self) -> Any:
        # A migration needs no function: it writes the column by itself.
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key
