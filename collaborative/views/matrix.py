"""The icon matrix of a wave, and the same as a file."""

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from collaborative.dashboards import comparative_tables as tables
from collaborative.dashboards import stored
from collaborative.dashboards.asking import read_asking
from collaborative.dashboards.gathering import gather
from collaborative.dashboards.keys import page_key
from collaborative.dashboards.matrix import SPECIAL, commissioners_in_view, matrix_page
from collaborative.views.comparisons import breadcrumbs_to, query, sent_file, switch_of
from collaborative.views.scope import wave_with_measures
from collaborative.views.switches import chosen
from measures.readers import reader_of
from measures.views.standing import standing_of
from practices.models import Organisation

SHOW = [("", "All practices"), (SPECIAL, "Special cause only")]


def filters(request):
    """The switches of the address. A code that is no commissioner's is left out."""
    code = request.GET.get("pct", "")[:20]
    directory = Organisation.objects.visible_to(request.user, Permission.VIEW_ORGANISATIONS).commissioners()
    is_known = bool(code) and directory.filter(ods_code=code).exists()
    return {"show": chosen(request, "show", SHOW), "pct": code if is_known else ""}


@require_safe
def wave_matrix(request, wave_code):
    wave = wave_with_measures(request.user, wave_code)
    reader = reader_of(request.user, wave)
    options = filters(request)
    asking = read_asking(request.user, wave)
    standing = standing_of(request, wave)

    def make():
        gathered = gather(request.user, wave, reader, asking=asking, standing=standing)
        page = matrix_page(gathered, **options)
        return render_to_string("collaborative/_matrix.html", context(gathered, page, options))

    key = page_key("matrix", request.user, wave, reader, *options.values(), asking, standing)
    words = {"title": f"Icon matrix of {wave.name}", "breadcrumbs": breadcrumbs_to(wave), "is_landscape": True}
    return stored.page(request, key, make, standing=standing, wave=wave, **words)


def context(gathered, page, options):
    wave = gathered.wave
    return {
        "wave": wave,
        "page": page,
        "show_switch": switch_of("show", SHOW, options, "#practices"),
        "show": options["show"],
        "commissioners": [
            {"code": one.ods_code, "name": one.name, "is_chosen": one.ods_code == options["pct"]}
            for one in commissioners_in_view(gathered)
        ],
        "files": [file_link(wave, kind, options) for kind in tables.KINDS],
    }


def file_link(wave, kind, options):
    chosen_now = query(options)
    address = reverse("wave_matrix_file", args=[wave.code, kind])
    return {"text": kind.upper(), "href": f"{address}?{chosen_now}" if chosen_now else address}


@require_safe
def wave_matrix_file(request, wave_code, kind):
    """The matrix with the page's filters, for this person's audience."""
    wave = wave_with_measures(request.user, wave_code)
    if kind not in tables.KINDS:
        raise Http404
    gathered = gather(request.user, wave, reader_of(request.user, wave), standing=standing_of(request, wave))
    if gathered.pointer is None:
        raise Http404
    page = matrix_page(gathered, **filters(request))
    content = tables.matrix_file(gathered, page, kind)
    return sent_file(
        request.user, gathered, content, tables.file_name(gathered, "matrix", kind), is_exact=not page.is_protected
    )
