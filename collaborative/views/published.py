"""The results that were published of the real first wave, beside the invented one."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission
from collaborative.dashboards.gathering import gather, of_totals
from collaborative.demonstration import beside
from collaborative.demonstration.published import first_wave_publication
from measures.readers import reader_of
from practices.models import Wave


@require_safe
def published_results(request):
    publication = first_wave_publication()
    wave = Wave.objects.visible_to(request.user).filter(programme__is_invented=True, number=1).first()
    gathered = None
    if wave and has_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave):
        gathered = gather(request.user, wave, reader_of(request.user, wave), of_totals())
    context = {
        "publication": publication,
        "wave": wave if gathered else None,
        "results": beside.beside_table(beside.measures_beside(publication, gathered)),
        "published": beside.sizes_table(publication),
        "breadcrumbs": [("Home", reverse("home"))],
    }
    return render(request, "collaborative/published.html", context)
