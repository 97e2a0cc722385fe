"""What is counted and how: the template to fill in, the counting guide, the measures and their definitions."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from measures.definitions import all_definitions
from measures.pages import definition_pages
from measures.pages.counting_guide import counting_guide as read_guide
from measures.return_files.prefilled import NOTES, template_rows, template_schema
from practices import clock, months
from practices.models import Organisation
from practices.uploads.template import csv_template, xlsx_template
from practices.views.downloads import CSV, download

CONTENT_TYPES = {
    "csv": CSV,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def return_template(request, kind):
    """The template of the practices in the chosen scope, with their open months."""
    require_permission(request.user, Permission.SEND_RETURN)
    if kind not in CONTENT_TYPES:
        raise Http404
    practices = Organisation.objects.visible_to(request.user, Permission.SEND_RETURN).practices()
    schema, rows = template_schema(practices), template_rows(practices)
    content = csv_template(schema, rows) if kind == "csv" else xlsx_template(schema, rows, notes=NOTES)
    name = f"monthly-return-{months.period(months.first_of(clock.today()))}.{kind}"
    return download(content, CONTENT_TYPES[kind], name)


@require_safe
def counting_guide(request):
    context = {
        "guide": read_guide(),
        "breadcrumbs": [("Home", reverse("home")), ("Measures", reverse("measure_list"))],
        "may_send": has_permission(request.user, Permission.SEND_RETURN),
    }
    return render(request, "measures/counting_guide.html", context)


@require_safe
def measure_list(request):
    context = {
        "measures": definition_pages.list_table(all_definitions().values()),
        "breadcrumbs": [("Home", reverse("home"))],
    }
    return render(request, "measures/measure_list.html", context)


@require_safe
def measure_definition(request, measure):
    definition = all_definitions().get(measure)
    if definition is None:
        raise Http404
    context = {
        "definition": definition,
        "caption": f"Measure {definition.number}",
        "summary": definition_pages.summary(definition),
        "changes": definition_pages.changes_table(definition),
        "breadcrumbs": [("Home", reverse("home")), ("Measures", reverse("measure_list"))],
    }
    return render(request, "measures/measure_definition.html", context)
