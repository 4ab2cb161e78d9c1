"""Which typefaces a document is set in, in which order."""

from functools import lru_cache

from branding.documents.press import FONTS

# The scripts that the reader's language is written in come from a face made for it.
FACE_OF_LANGUAGE = {"fa": "vazirmatn", "th": "noto-sans-thai"}
OTHERS = ("inter", "vazirmatn", "noto-sans-thai")
SCRIPTS = ("latin", "latin-ext", "arabic", "thai", "vietnamese", "cyrillic", "cyrillic-ext", "greek")


def families(font: str, language: str) -> list[str]:
    """The families in the order in which letters are looked for: the brand's, the language's, the others."""
    keys = dict.fromkeys((font, FACE_OF_LANGUAGE.get(language, "inter"), *OTHERS))
    return [f"{key} {script}" for key in keys for script in _cuts().get(key, ())]


@lru_cache(maxsize=1)
def _cuts() -> dict[str, tuple[str, ...]]:
    """The scripts of each face in the folder."""
    found: dict[str, tuple[str, ...]] = {}
    names = {file.stem.rsplit("-", 1)[0] for file in FONTS.glob("*.ttf")}
    for script in sorted(SCRIPTS, key=len, reverse=True):
        for name in sorted(names):
            if name.endswith(f"-{script}"):
                names = names - {name}
                key = name.removesuffix(f"-{script}")
                found[key] = (*found.get(key, ()), script)
    return {key: tuple(sorted(scripts, key=SCRIPTS.index)) for key, scripts in found.items()}
