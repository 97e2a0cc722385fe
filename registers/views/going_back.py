"""Where a form leads when it is saved: back to the list that it was opened from, or to the person."""

from django.utils.http import url_has_allowed_host_and_scheme

from registers.dashboards.links import href


def way_back(request, practice, number) -> str:
    """The page named by `next` where it is one of this site, else the person's page."""
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else href("entry_detail", practice.ods_code, number)
