"""How supervision, pay and terms differ between the PCTs of a programme."""

from django.db import transaction
from django.views.decorators.http import require_safe

from operations.first_use import when_first_used
from practices.exports import csv_bytes
from workforce.dashboards.links import href
from workforce.forms.variation import DayForm
from workforce.views.figure_files import taken_away
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see

shown = when_first_used("workforce.dashboards.variation")

DAY_PARTS = ("on-day", "on-month", "on-year")


@require_safe
def variation(request, programme):
    programme = programme_to_see(request, programme)
    form = day_form(request)
    page = shown.variation_page(request.user, programme, asked_day(form), request.GET.get("role", ""))
    form.initial["role"] = page.role
    context = {
        "heading": "Variation between PCTs",
        "form": form,
        "page": page,
        "roles": [
            {"text": name, "href": f"?role={role}&{query_of(page.day)}", "current": role == page.role}
            for role, name in page.roles
        ],
        "csv_href": f"{href('variation_csv', programme.slug)}?{query_of(page.day)}",
    }
    return programme_page(request, "workforce/variation.html", programme, context)


def day_form(request) -> DayForm:
    return DayForm(request.GET if any(request.GET.get(name) for name in DAY_PARTS) else None)


def asked_day(form: DayForm):
    return form.cleaned_data["on"] if form.is_valid() else None


def query_of(day) -> str:
    return f"on-day={day.day}&on-month={day.month}&on-year={day.year}"


@require_safe
@transaction.atomic
def variation_csv(request, programme):
    programme = programme_to_see(request, programme)
    content = csv_bytes(*shown.csv_rows(request.user, programme, asked_day(day_form(request))))
    return taken_away(request, content, f"variation-{programme.slug}.csv", about=programme)
