"""Sets Vitrine up on one machine and runs it: `python3 -m deploy.local <verb>`.

What runs before `.venv` exists uses the standard library alone.
"""
