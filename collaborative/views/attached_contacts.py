"""The file behind the chart of attached contacts. Taking exact figures away is written down."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.attached_contacts import MEASURE, file_rows, read_attached
from collaborative.dashboards.gathering import gather, of_measure
from collaborative.dashboards.standing_words import suffix
from collaborative.views.practices import practice_to_view
from measures.readers import reader_of
from measures.views.measured import require_measures
from measures.views.standing import query_of, standing_of
from operations import audit
from practices.exports import csv_bytes
from practices.models import Wave
from practices.views.downloads import CSV, download


@require_safe
@transaction.atomic
def attached_contacts_csv(request, wave_code, ods_code):
    """404 without figures, and for whoever is not shown them: that there are some is the practice's own business."""
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    practice = practice_to_view(request.user, wave, ods_code)
    require_measures(wave)
    annotations = read_annotations(request.user, wave, with_posts=True)
    standing, reader = standing_of(request, wave), reader_of(request.user, wave)
    gathered = gather(request.user, wave, reader, of_measure(MEASURE), annotations, standing=standing)
    attached = read_attached(request.user, gathered, practice)
    if attached is None:
        raise Http404
    name = f"{wave.code}-{practice.ods_code}-attached-contacts{suffix(gathered)}.csv".lower()
    record_export(request.user, gathered, attached.series, practice, name)
    first, *others = file_rows(gathered, attached)
    return download(csv_bytes(first, others), CSV, name)


def record_export(user, gathered, series, practice, name):
    audit.record(
        "figures.exported",
        by=user,
        about=gathered.wave,
        organisation=practice,
        file=name,
        audience=series.audience.value,
        computation=gathered.pointer.pk,
        **query_of(gathered.standing),
    )
