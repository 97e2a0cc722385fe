"""Template tags for the NHS design system; all they do is in operations/nhsuk.py."""

from django import template
from django.utils.html import json_script

from operations import nhsuk as components
from operations import tables

register = template.Library()


@register.simple_tag
def nhsuk(component, params=None, **more):
    """{% nhsuk "button" text="Continue" href=url %} or {% nhsuk "summary-list" params %}."""
    return components.render(component, {**(params or {}), **more})


@register.simple_tag
def nhsuk_field(bound):
    return components.field(bound)


@register.simple_tag
def error_summary(form):
    return components.error_summary(form)


@register.simple_tag
def chart_data(figure, chart_id):
    """The figure as a JSON data block, which a strict content security policy allows; static/js/charts.js draws it."""
    return json_script(figure, f"{chart_id}-figure")


@register.simple_tag(takes_context=True)
def table_head(context, table):
    return tables.head(table, context)


@register.simple_tag(takes_context=True)
def table_body(context, table):
    return tables.body(table, context)
