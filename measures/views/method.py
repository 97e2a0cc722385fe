"""How figures are worked out and judged: charts, rules, comparisons, false alarms. The same for everybody."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from measures.method_pages import all_pages, false_alarms
from measures.pages import method as method_contents


@require_safe
def method_list(request):
    context = {
        "pages": method_contents.list_table(all_pages().values()),
        "breadcrumbs": [("Home", reverse("home")), ("Measures", reverse("measure_list"))],
    }
    return render(request, "measures/method_list.html", context)


@require_safe
def method_detail(request, slug):
    page = all_pages().get(slug)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "sections": method_contents.sections(page),
        "how": false_alarms().how if page.has_false_alarms else "",
        "breadcrumbs": breadcrumbs(),
    }
    return render(request, "measures/method_detail.html", context)


@require_safe
def method_false_alarms(request):
    context = {"alarms": method_contents.all_alarms(false_alarms()), "breadcrumbs": breadcrumbs()}
    return render(request, "measures/method_false_alarms.html", context)


def breadcrumbs():
    return [("Home", reverse("home")), ("Measures", reverse("measure_list")), ("Method", reverse("method_list"))]
