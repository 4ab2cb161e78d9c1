"""The documents' typefaces: taken from the fetched packages, each part under a name of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from deploy.local import typefaces
from deploy.local.errors import Halt


@pytest.mark.parametrize(
    ("stem", "key", "script", "weight"),
    [
        ("ibm-plex-sans-latin-ext-wght-normal", "ibm-plex-sans", "latin-ext", "wght"),
        ("inter-latin-wght-normal", "inter", "latin", "wght"),
        ("noto-sans-thai-thai-wght-normal", "noto-sans-thai", "thai", "wght"),
        ("sarabun-thai-600-normal", "sarabun", "thai", "600"),
    ],
)
def test_a_file_name_tells_face_script_and_weight(stem: str, key: str, script: str, weight: str) -> None:
    found = typefaces._PART.fullmatch(stem)
    assert found
    assert (found["key"], found["script"], found["weight"]) == (key, script, weight)
    assert not typefaces._PART.fullmatch("inter-latin-opsz-normal")
    assert not typefaces._PART.fullmatch("sarabun-thai-300-normal")


def test_a_part_keeps_its_letters_and_gets_a_name_of_its_own(tmp_path: Path) -> None:
    source = next(file for file in typefaces._parts() if file.stem == "vazirmatn-arabic-wght-normal")
    typefaces.unpack(source, "vazirmatn arabic", 400, tmp_path / "x.ttf")
    font = TTFont(tmp_path / "x.ttf")
    assert font["name"].getDebugName(1) == "vazirmatn arabic"
    assert font.flavor is None
    assert ord("پ") in font.getBestCmap()
    assert "wght" in {axis.axisTag for axis in font["fvar"].axes}


def test_what_is_current_is_not_made_again(tmp_path: Path, monkeypatch: Any) -> None:
    made: list[int] = []
    monkeypatch.setattr(typefaces, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(typefaces.subprocess, "run", lambda *_, **__: made.append(1) or Done(0, ""))
    typefaces.make_typefaces()
    typefaces.make_typefaces()
    assert len(made) == 1
    monkeypatch.setattr(typefaces, "VENV_PYTHON", tmp_path / "nowhere")
    monkeypatch.setattr(typefaces, "STAMP", tmp_path / "another")
    typefaces.make_typefaces()
    assert len(made) == 1


def test_a_failure_is_told_and_tried_again(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(typefaces, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(typefaces.subprocess, "run", lambda *_, **__: Done(1, "no room"))
    with pytest.raises(Halt, match="no room"):
        typefaces.make_typefaces()
    assert not (tmp_path / "stamp").exists()


class Done:
    """What became of a process."""

    def __init__(self, returncode: int, stdout: str) -> None:
        self.returncode, self.stdout = returncode, stdout
