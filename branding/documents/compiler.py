"""The process that sets one document: a job as JSON on standard input, the finished file on standard output.

It stands alone, so that a document that takes too long or too much memory can be ended without the server.
It sees no file of the machine, no network and no environment: only what the job brings along.
"""

import base64
import json
import resource
import sys
from typing import Any

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
    try:
        made = typst.compile(
            files,  # type: ignore[call-overload]
            font_paths=fonts,
            ignore_system_fonts=True,
            format=job["format"],
            ppi=job["ppi"],
        )
    except RuntimeError as error:
        sys.stderr.write(str(error))
        return 1
    # Pictures of several pages come as a list: the first one is meant.
    sys.stdout.buffer.write(made[0] if isinstance(made, list) else made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
