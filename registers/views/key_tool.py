"""The key tool: what it is and how to get it. Nothing secret is asked for here, and nothing comes here from it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission
from registers.dashboards.key_tool import offered_files
from registers.dashboards.links import href
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_read


@require_safe
def key_tool(request, ods_code):
    practice = practice_to_read(request, ods_code)
    may_set = has_permission(request.user, Permission.CHANGE_REGISTER_SETTINGS, practice)
    context = {
        "practice": practice,
        "files": offered_files().values(),
        "settings_href": href("key_check_set", ods_code) if may_set else None,
        "extracts_href": href("extract_home", ods_code),
        "worklists_href": href("worklist_list", ods_code),
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/key_tool.html", context)


@require_safe
def key_tool_file(request, tool):
    """One of its files, always as a download."""
    file = offered_files().get(tool)
    if file is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(file.content, content_type="application/octet-stream", headers=headers)
