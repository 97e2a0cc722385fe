"""A page with every component, at an address of its own: for the tests of the look, and for looking at."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from operations.nhsuk import DatePartsWidget

TABLE = {
    "caption": "Returns",
    "head": ["Month", {"text": "Count", "numeric": True}, "State", "File"],
    "rows": [
        [
            "Nov 2006",
            {"text": 12, "numeric": True},
            {"tag": {"text": "Accepted", "colour": "green"}},
            {"text": "Open", "href": "/"},
        ],
        ["Dec 2006", {"text": 0, "numeric": True}, {"tag": {"text": "Late", "colour": "red"}}, "Not sent"],
    ],
    "first_is_header": True,
}
TILE = {
    "label": "GP consultations",
    "value": "81.98",
    "unit": "per 1,000 a month",
    "change": "Down 21%",
    "details": ["95% interval 15% to 26%"],
}
CHART = {
    "id": "gp",
    "title": "GP consultations",
    "words": [("What we see", "Consultations fell after the second workshop.")],
    "figure": {
        "data": [{"type": "scatter", "x": ["2006-01-01", "2006-02-01"], "y": [3, 2], "name": "Rate"}],
        "layout": {"height": 360, "xaxis": {"type": "date"}},
    },
    "table": TABLE | {"caption": "The figures"},
    "files": [{"href": "/gallery.csv", "text": "CSV", "of": "GP consultations"}],
}
MEASURES = [("m1", "GP consultations"), ("m2", "Referrals")]


class EveryWidgetForm(forms.Form):
    helper = FormHelper()
    helper.add_input(Submit("submit", "Save"))

    name = forms.CharField(help_text="As on your badge", widget=forms.TextInput(attrs={"autocomplete": "username"}))
    count = forms.IntegerField()
    notes = forms.CharField(widget=forms.Textarea, required=False)
    month = forms.ChoiceField(choices=[("", "Choose"), ("2006-11", "Nov 2006")])
    measure = forms.ChoiceField(choices=MEASURES, widget=forms.RadioSelect)
    measures = forms.MultipleChoiceField(choices=MEASURES, widget=forms.CheckboxSelectMultiple)
    joined_on = forms.DateField(widget=DatePartsWidget, label="Date of joining")
    file = forms.FileField()
    is_sure = forms.BooleanField(label="I have checked these figures")


PAGE = """{% extends "base.html" %}{% load crispy_forms_tags %}{% block title %}Components{% endblock %}
{% block content %}{% include "components/heading.html" with heading="Components" caption="For tests" %}
<h2 class="nhsuk-heading-m">Figures</h2>
{% include "components/tiles.html" %}{% include "components/table.html" %}{% include "components/chart.html" %}
{% include "components/summary_list.html" %}{% include "components/empty.html" with text="No returns yet." href="/" action="Send one" %}
{% include "components/next_step.html" %}{% include "components/progress.html" %}{% include "components/pagination.html" %}
{% crispy form %}{% endblock %}
{% block scripts %}{% include "components/chart_scripts.html" %}{% endblock %}"""


@login_not_required
def gallery(request):
    if request.method == "GET":  # a message and an error summary would fight for the focus
        messages.success(request, "Your return was sent.")
    form = EveryWidgetForm(request.POST, request.FILES) if request.method == "POST" else EveryWidgetForm()
    context = {
        "form": form,
        "breadcrumbs": [("Home", "/"), ("Waves", "/waves/")],
        "tiles": [TILE, {"label": "Referrals", "reason": "Fewer than 12 months"}],
        "table": TABLE,
        "chart": CHART,
        "rows": [{"key": "Practice", "value": "Ash Surgery", "action": {"text": "Change", "href": "/"}}],
        "next_step": {"text": "November is due on Friday.", "href": "/", "action": "Send November"},
        "progress": {"text": "Checking row 40 of 97", "percent": 41, "poll_href": None},
        "page": Paginator(range(30), 10).page(2),
    }
    return render_text(request, context)


def render_text(request, context):
    template = engines["django"].from_string(PAGE)
    response = render(request, "components/empty.html")
    response.content = template.render(context, request)
    return response


@login_not_required
def broken(request):
    raise RuntimeError("a secret of the traceback")


urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("broken/", broken, name="broken"),
    path("", include("collaborative.urls")),
]
handler500 = "collaborative.views.errors.server_error"
handler404 = "collaborative.views.errors.not_found"
