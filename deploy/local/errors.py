"""What stops the runner, said in one line to whoever typed the command."""


class Halt(Exception):
    """Set-up or serving cannot go on; the message says what to do about it."""


def last_lines(text: str, count: int = 12) -> str:
    """The end of a log, indented, as evidence under an error's one line."""
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-count:])
