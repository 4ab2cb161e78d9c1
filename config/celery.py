"""The worker. Its one task is to consume agenda entries; the relay alone puts them on the broker."""

import os

from celery import Celery, Task
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=8,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 2, "visibility_timeout": 300},
)


@app.task(name="agenda.consume")  # type: ignore[untyped-decorator]
def consume(entry_id: int) -> None:
    """Do one agenda entry."""
    from shared_apps.agenda.consumer import consume as do

    do(entry_id)


def hand_over(entry_id: int) -> None:
    """Put one entry on the broker; `OSError` where it does not answer."""
    handed: Task = consume
    try:
        handed.apply_async((entry_id,), retry=False)
    except OperationalError as away:
        raise OSError(str(away)) from away
