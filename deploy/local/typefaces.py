"""Makes the typefaces that documents and icons are set in: the packages' WOFF2 files as plain TTF.

The packages split a family by script; each part becomes a family of its own, named `<key> <script>`, so that
a document lists them in order and every letter is taken from the first that has it.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.local.errors import Halt, last_lines
from deploy.local.paths import NODE_MODULES, ROOT, VENV_PYTHON
from deploy.local.progress import step
from deploy.local.stamps import fingerprint, is_current, mark

FOLDER = ROOT / "branding" / "documents" / "fonts"
STAMP = FOLDER / ".stamp"
SCOPES = ("@fontsource-variable", "@fontsource")
WEIGHTS = {400: "Regular", 600: "SemiBold"}
SCRIPTS = ("latin", "latin-ext", "arabic", "thai")
OTHER_SCRIPTS = ("cyrillic", "cyrillic-ext", "greek", "vietnamese")
FALLBACK = "inter"
_PART = re.compile(
    rf"(?P<key>[a-z0-9-]+?)-(?P<script>{'|'.join(SCRIPTS + OTHER_SCRIPTS)})-(?P<weight>wght|400|600)-normal"
)


def make_typefaces() -> None:
    """Bring the folder up to date with the fetched packages; does nothing when it is or without `.venv`."""
    parts = list(_parts())
    wanted = fingerprint(NODE_MODULES.parent / "package-lock.json", Path(__file__), *map(str, parts))
    if is_current(STAMP, wanted) or not (parts and VENV_PYTHON.exists()):
        return
    with step("Unpacking typefaces for documents"):
        made = subprocess.run(
            [str(VENV_PYTHON), "-m", "deploy.local.typefaces"],
            check=False,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    if made.returncode:
        raise Halt(f"The typefaces for documents could not be made.\n{last_lines(made.stdout)}")
    mark(STAMP, wanted)


def unpack(source: Path, family: str, weight: int, target: Path) -> None:
    """Write a font file as plain TTF under a family name of its own; a variable one keeps its weights."""
    from fontTools.ttLib import TTFont

    font = TTFont(source)
    if "fvar" not in font:
        font["OS/2"].usWeightClass = weight
    _rename(font, family, WEIGHTS[weight])
    font.flavor = None
    font.save(target)


def _rename(font, family: str, style: str) -> None:  # type: ignore[no-untyped-def]
    names = font["name"]
    for number in (16, 17, 21, 22, 25):
        names.removeNames(nameID=number)
    compact = f"{family.title().replace(' ', '').replace('-', '')}-{style}"
    for number, text in {1: family, 2: style, 3: compact, 4: f"{family} {style}", 6: compact}.items():
        names.setName(text, number, 3, 1, 0x409)


def _parts() -> Iterator[Path]:
    """The font files of every fetched family, variable ones where there is a choice."""
    for scope in SCOPES:
        for package in sorted((NODE_MODULES / scope).glob("*")):
            for file in sorted((package / "files").glob("*-normal.woff2")):
                found = _PART.fullmatch(file.stem)
                if found and found["key"] == package.name and _is_wanted(found["key"], found["script"]):
                    yield file


def _is_wanted(key: str, script: str) -> bool:
    """One face is enough for the scripts that no reader's language is written in."""
    return script in SCRIPTS or key == FALLBACK


def main() -> None:
    """Unpack every part; a folder made before is emptied first."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.ttf"):
        old.unlink()
    for file in _parts():
        found = _PART.fullmatch(file.stem)
        assert found is not None  # _parts yields only such files
        weight = 400 if found["weight"] == "wght" else int(found["weight"])
        family, target = f"{found['key']} {found['script']}", f"{file.stem.removesuffix('-normal')}.ttf"
        unpack(file, family, weight, FOLDER / target)


if __name__ == "__main__":
    main()
