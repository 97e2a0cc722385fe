"""The first page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaborative.dashboards.home import home_page


@require_safe
def home(request):
    return render(request, "collaborative/home.html", {"page": home_page(request.user), "acting": request.acting})
