#!/usr/bin/env python
"""Run a management command on the shared data; a command enters a tenant only through `acting_in`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from tenants.context import acting_on_shared_data

    with acting_on_shared_data():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
