"""The first page."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaborative.dashboards.home import home_page


@require_GET
def home(request):
    return render(request, "collaborative/home.html", {"page": home_page(request.user), "acting": request.acting})
