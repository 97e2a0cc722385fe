"""extracts: which files a practice has sent, and where it sends the next."""

from django.urls import path

from registers.views import extracts

urlpatterns = [
    path("<str:ods_code>/extracts/", extracts.extract_home, name="extract_home"),
    path("<str:ods_code>/extracts/<str:kind>/upload/", extracts.extract_upload, name="extract_upload"),
    path("<str:ods_code>/extracts/<str:kind>/none/", extracts.extract_none, name="extract_none"),
    path(
        "<str:ods_code>/extracts/<str:kind>/template.<str:extension>",
        extracts.extract_template,
        name="extract_template",
    ),
]
