"""The key tool, import profiles and code lists."""

from django.urls import path

from registers.views import code_lists, key_tool, profiles

PROFILE = "<str:ods_code>/profiles/<int:profile>/"

urlpatterns = [
    path("key-tool/<str:tool>", key_tool.key_tool_file, name="key_tool_file"),
    path("code-lists/", code_lists.code_list_list, name="code_list_list"),
    path("code-lists/<str:code_list>/", code_lists.code_list_detail, name="code_list_detail"),
    path("code-lists/<str:code_list>/codes.csv", code_lists.code_list_csv, name="code_list_csv"),
    path("<str:ods_code>/key-tool/", key_tool.key_tool, name="key_tool"),
    path("<str:ods_code>/code-list/", code_lists.code_list_choose, name="code_list_choose"),
    path("<str:ods_code>/profiles/", profiles.profile_list, name="profile_list"),
    path("<str:ods_code>/profiles/new/<str:kind>/", profiles.profile_create, name="profile_create"),
    path(PROFILE, profiles.profile_detail, name="profile_detail"),
    path(f"{PROFILE}edit/", profiles.profile_edit, name="profile_edit"),
    path(f"{PROFILE}confirm/", profiles.profile_confirm, name="profile_confirm"),
]
