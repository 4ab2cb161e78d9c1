"""Where the runner keeps things."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"


def data_dir() -> Path:
    """The folder with everything that one installation writes: VITRINE_DATA_DIR, else `.data`."""
    return Path(os.environ.get("VITRINE_DATA_DIR") or ROOT / ".data").resolve()
