from django.urls import path

from tenant_apps.notices.views import log, server, texts

urlpatterns = [
    path("", log.mail_log, name="office_mail"),
    path("<uuid:uuid>/", log.mail, name="office_mail_message"),
    path("<uuid:uuid>/letter/", log.mail_letter, name="office_mail_letter"),
    path("<uuid:uuid>/again/", log.mail_again, name="office_mail_again"),
    path("texts/", texts.mail_texts, name="office_mail_texts"),
    path("texts/<path:key>/preview/", texts.mail_text_preview, name="office_mail_text_preview"),
    path("texts/<path:key>/reset/", texts.mail_text_reset, name="office_mail_text_reset"),
    path("texts/<path:key>/", texts.mail_text, name="office_mail_text"),
    path("server/", server.mail_server, name="office_mail_server"),
    path("server/test/", server.mail_server_test, name="office_mail_server_test"),
    path("server/state/", server.mail_server_state, name="office_mail_server_state"),
    path("server/removal/", server.mail_server_removal, name="office_mail_server_removal"),
    path("server/records/", server.mail_sender_records, name="office_mail_records"),
]
