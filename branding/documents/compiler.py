"""The process that sets one document: a job as JSON on standard input, the finished file on standard output.

It stands alone, so that a document that takes too long or too much memory can be ended without the server.
It sees no file of the machine, no network and no environment: only what the job brings along.
"""

import base64
import json
import resource
import sys
from collections.abc import Callable
from typing import Any

# To be archived (PDF/A) and to be read aloud (PDF/UA).
STANDARDS = ["a-2a", "ua-1"]
MOST_MEMORY = 2 * 1024**3
MOST_CPU_SECONDS = 30


def main() -> int:
    """Set the job; 1 with typst's words on standard error when it cannot be set."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    job: dict[str, Any] = json.load(sys.stdin.buffer)
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["font_folder"]]
    )
    files = {name: base64.b64decode(content) for name, content in job["files"].items()}

    def made(standards: list[str]) -> Any:
        return typst.compile(
            files,  # type: ignore[call-overload]
            font_paths=fonts,
            ignore_system_fonts=True,
            format=job["format"],
            ppi=job["ppi"],
            pdf_standards=standards,
        )

    try:
        done = _first_that_can(made, [STANDARDS, []] if job["format"] == "pdf" else [[]])
    except RuntimeError as error:
        sys.stderr.write(str(error))
        return 1
    # Pictures of several pages come as a list: the first one is meant.
    sys.stdout.buffer.write(done[0] if isinstance(done, list) else done)
    return 0


def _first_that_can(made: Callable[[list[str]], Any], wishes: list[list[str]]) -> Any:
    """A sign that no typeface has bars a document from the standards; it is set without them."""
    for standards in wishes[:-1]:
        try:
            return made(standards)
        except RuntimeError:
            continue
    return made(wishes[-1])


if __name__ == "__main__":
    sys.exit(main())
