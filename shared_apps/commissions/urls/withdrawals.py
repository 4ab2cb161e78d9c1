from django.urls import URLPattern, URLResolver, path

from ..views import queue

urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue.queue, name="office_withdrawals"),
    path("<uuid:uuid>/", queue.withdrawal, name="office_withdrawal"),
    path("<uuid:uuid>/approval/", queue.approval, name="office_withdrawal_approval"),
    path("<uuid:uuid>/rejection/", queue.rejection, name="office_withdrawal_rejection"),
    path("<uuid:uuid>/payment/", queue.payment, name="office_withdrawal_payment"),
    path("<uuid:uuid>/destination/", queue.destination, name="office_withdrawal_destination"),
]
