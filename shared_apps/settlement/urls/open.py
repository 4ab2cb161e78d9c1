from django.urls import URLPattern, URLResolver, path

from ..views import open as page

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:token>/", page.bill_page, name="bill_page"),
    path("<str:token>/pdf/", page.bill_page_pdf, name="bill_page_pdf"),
    path("<str:token>/payment/", page.bill_page_payment, name="bill_page_payment"),
]
