"""The contents page of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from acs_portal.views import accounts, acts, exchange, home, messages, people, privacy, translations, verify
from meetings.views import check_in, registration

handler400 = "acs_portal.views.errors.bad_request"
handler403 = "acs_portal.views.errors.forbidden"
handler404 = "acs_portal.views.errors.not_found"
handler500 = "acs_portal.views.errors.server_error"

urlpatterns = [
    path("", home.choose_language, name="choose_language"),
    path("healthz", home.healthz, name="healthz"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:sha256>.json", verify.verify_json, name="verify_json"),
    path("verify/<str:sha256>/<str:language>.pdf", verify.verify_pdf, name="verify_pdf"),
    path("verify/<str:sha256>/", verify.verify, name="verify_hash"),
    path("check-in/worker.js", check_in.worker, name="check_in_worker"),
    path("check-in/<str:token>/", check_in.token, name="check_in_token"),
    path("accounts/invitation/<str:token>/", accounts.invitation, name="invitation"),
    path("accounts/email/", accounts.address, name="address"),  # in place of allauth's page
    path("accounts/logout/", accounts.logout, name="account_logout"),  # the same
    path("messages/unsubscribe/<str:token>/", messages.unsubscribe, name="unsubscribe"),
    path("accounts/", include("allauth.urls")),
    path("admin/logout/", accounts.logout, name="admin_logout"),  # in place of the page of Django
    path("admin/", admin.site.urls),
    path("files/<int:pk>/", home.stored_file, name="stored_file"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("tasks/", home.tasks, name="tasks"),
        path("account/", accounts.account, name="account"),
        path("messages/", messages.messages, name="messages"),
        path("messages/<int:pk>/", messages.message, name="message"),
        path("messages/<int:pk>/again/", messages.again, name="message_again"),
        path("help/", home.help_page, name="help"),
        path("people/data/", people.data, name="person_data"),
        path("people/data/chosen/", people.chosen, name="person_chosen"),
        path("people/data/copy/", people.copy, name="person_copy"),
        path("people/data/erasure/", people.prepare, name="person_erasure"),
        path("people/data/<int:pk>/", people.data_request, name="data_request"),
        path("people/data/<int:pk>/confirm/", people.confirm, name="data_request_confirm"),
        path("people/data/<int:pk>/refuse/", people.refuse, name="data_request_refuse"),
        path("privacy/", privacy.privacy, name="privacy"),
        path("translations/", translations.desk, name="translations"),
        path("translations/<slug:kind>/<str:key>/", translations.document, name="translations_document"),
        path("translations/<slug:kind>/<str:key>/import/", exchange.import_, name="translations_import"),
        path(
            "translations/<slug:kind>/<str:key>/<str:language>.xlf",
            exchange.export,
            name="translations_export",
        ),
        path("translations/<slug:kind>/<str:key>/<slug:text>/", translations.text, name="translation"),
        path("acts/", acts.acts, name="acts"),
        path("acts/verify/", acts.verify, name="acts_verify"),
        path("acts/export.csv", acts.export, {"form": "csv"}, name="acts_csv"),
        path("acts/export.xlsx", acts.export, {"form": "xlsx"}, name="acts_xlsx"),
        path("acts/<int:pk>/object/", acts.act_object, name="act_object"),
        path("network/", include("network.urls")),
        path("meetings/", include("meetings.urls")),
        path("registration/<str:token>/", registration.registration, name="registration"),
        path("", include("actionplan.urls")),
    ),
]
