"""safety: settings, key-check values, requests about one person's data, how long rows are kept."""

from django.urls import path

from registers.views import data_requests, key_checks, retention, settings

urlpatterns = [
    path("key-checks/", key_checks.key_check_list, name="key_check_list"),
    path("retention/", retention.retention_schedule, name="retention_schedule"),
    path("data-requests/", data_requests.data_request_list, name="data_request_list"),
    path(
        "<str:ods_code>/data-requests/<int:data_request>/",
        data_requests.data_request_decide,
        name="data_request_decide",
    ),
    path(
        "<str:ods_code>/data-requests/<int:data_request>/file.<str:extension>",
        data_requests.data_request_file,
        name="data_request_file",
    ),
    path("<str:ods_code>/data-requests/new/", data_requests.data_request_create, name="data_request_create"),
    path("<str:ods_code>/settings/", settings.register_settings, name="register_settings"),
    path("<str:ods_code>/settings/key-check/", settings.key_check_set, name="key_check_set"),
    path("<str:ods_code>/settings/interface/", settings.interface_switch, name="interface_switch"),
    path("<str:ods_code>/settings/severity-tool/", settings.severity_tool_choose, name="severity_tool_choose"),
]
