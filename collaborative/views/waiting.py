"""The answer to a page that asks how far the worker is."""

from django.http import HttpResponse
from django.shortcuts import render


def answer_to_poll(request, progress):
    """The progress alone; once there is none left to show, the whole page again."""
    if progress is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "components/progress.html", {"progress": progress})
