"""The NHS design system's components for Django templates.

The official components are Jinja macros (nhsuk-frontend-jinja). They are called here with plain
dictionaries, so that a Django template prints exactly the markup that the design system ships.
"""

import re
from functools import cache

from django import forms
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import escape

MACRO_NAMES = {"tables": "table"}  # the one folder whose macro is not named after it


@cache
def environment():
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=ChainableUndefined,
    )


@cache
def macro(component):
    """The macro of a component folder: "error-summary" -> errorSummary."""
    name = MACRO_NAMES.get(component) or re.sub(r"-(\w)", lambda match: match[1].upper(), component)
    return getattr(environment().get_template(f"nhsuk/components/{component}/macro.jinja").module, name)


def render(component, params):
    """HTML of one component, as safe text; see the design system's pages for each one's parameters."""
    return mark_safe(str(macro(component)(without_none(params))).strip())


def without_none(value):
    """The macros ask `is defined`, to which None is an answer: leave such keys out, at every depth."""
    if isinstance(value, dict):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_none(item) for item in value]
    return value


# ------------------------------------------------------------------ form fields


def field(bound):
    """HTML of one bound field with its label, hint and error, in the component that its widget asks for."""
    widget = bound.field.widget
    if widget.is_hidden:
        return bound.as_hidden()
    for widget_class, drawn_by in COMPONENT_OF_WIDGET:
        if isinstance(widget, widget_class):
            return drawn_by(bound)
    return text(bound)


def common(bound):
    """What every component takes: name, id, label, hint, first error."""
    # A form that only looks for something says so once: all its fields are optional.
    is_plain = bound.field.required or getattr(bound.form, "is_search", False)
    optional = "" if is_plain else " (optional)"
    return {
        "id": bound.id_for_label or bound.auto_id,
        "name": bound.html_name,
        "label": {"text": f"{bound.label}{optional}", "classes": "nhsuk-label--s"},
        "hint": {"html": mark_safe(bound.help_text)} if bound.help_text else None,
        "errorMessage": error_message(bound),
        "attributes": html_attributes(bound),
        "disabled": True if bound.field.disabled else None,
    }


def error_message(bound):
    return {"text": " ".join(messages_of(bound))} if bound.errors else None


def messages_of(bound):
    """The field's errors; Django's own "This field is required." is turned into what to do about it."""
    plain = forms.Field.default_error_messages["required"]
    asked = f"{verb(bound)} {bound.label[0].lower()}{bound.label[1:]}" if bound.label else plain
    return [asked if message == plain else message for message in bound.errors]


def verb(bound):
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "Tick"
    return "Choose" if isinstance(widget, forms.Select | forms.RadioSelect | forms.FileInput) else "Enter"


# Django's own `required` would let the browser stop the form with a bubble that screen readers miss;
# aria-describedby and aria-invalid are set by the components.
LEFT_TO_THE_COMPONENT = {
    "required",
    "placeholder",  # gone as soon as one types
    "aria-describedby",
    "aria-invalid",
    "class",
    "id",
    "cols",
    "rows",
    "autocomplete",
    "min",
    "max",
    "step",
}


def html_attributes(bound):
    given = bound.field.widget.attrs | bound.field.widget_attrs(bound.field.widget)
    attributes = {
        name: value for name, value in given.items() if name not in LEFT_TO_THE_COMPONENT and value is not False
    }
    return {name: "" if value is True else str(value) for name, value in attributes.items()}


def shown_value(bound):
    return bound.field.widget.format_value(bound.value())


def text(bound):
    widget = bound.field.widget
    return render(
        "input",
        common(bound)
        | {
            "type": getattr(widget, "input_type", "text").replace("number", "text"),
            "inputmode": "numeric" if getattr(widget, "input_type", "") == "number" else None,
            "value": shown_value(bound),
            "classes": widget.attrs.get("class"),
            "autocomplete": widget.attrs.get("autocomplete"),
        },
    )


def password(bound):
    return render("password-input", common(bound) | {"autocomplete": bound.field.widget.attrs.get("autocomplete")})


def textarea(bound):
    widget = bound.field.widget
    return render("textarea", common(bound) | {"value": shown_value(bound) or "", "rows": widget.attrs.get("rows", 5)})


def file(bound):
    """Without the design system's drop zone: its button has another name for eyes than for screen readers."""
    params = common(bound)
    html = render("file-upload", params)
    return mark_safe(html.replace(' data-module="nhsuk-file-upload"', ""))


def options(bound):
    """The choices as the macros want them; groups are written before their members."""
    chosen = {str(value) for value in bound.field.widget.format_value(bound.value())}
    for value, label in bound.field.widget.choices:
        members = label if isinstance(label, list | tuple) else [(value, label)]
        group = f"{value}: " if isinstance(label, list | tuple) else ""
        for option, option_label in members:
            picked = str("" if option is None else option) in chosen
            yield {"value": str("" if option is None else option), "text": f"{group}{option_label}"} | (
                {"selected": True, "checked": True} if picked else {}
            )


def select(bound):
    """The options are written here: some hundreds of practices would each go through the macros twice."""
    html = render("select", common(bound) | {"items": []})
    return mark_safe(html.replace("  </select>", f"{''.join(map(option_html, options(bound)))}  </select>"))


def option_html(option):
    selected = " selected" if "selected" in option else ""
    return f'    <option value="{escape(option["value"])}"{selected}>{escape(option["text"])}</option>\n'


def choice_group(component):
    def drawn(bound):
        params = common(bound)
        label = params.pop("label")
        params |= {
            "idPrefix": bound.auto_id,
            "id": None,
            "fieldset": {"legend": {"text": label["text"], "size": "s"}},
            "items": [item | {"hint": hint_of(bound, item["value"])} for item in options(bound) if item["value"]],
        }
        html = render(component, params)
        # Its script insists on at least one box.
        return html if params["items"] else without_module(html, component)

    return drawn


def without_module(html, component):
    """A group with nothing to choose from, which says so."""
    return format_html(
        '{}<p class="nhsuk-body">There is nothing to choose from yet.</p>',
        mark_safe(html.replace(f' data-module="nhsuk-{component}"', "")),
    )


def hint_of(bound, value):
    """A form may say more about a choice: `field.choice_hints = {value: text}`."""
    hint = getattr(bound.field, "choice_hints", {}).get(value)
    return {"text": hint} if hint else None


def confirm(bound):
    """A single tick box: the label stands beside the box, so the group has no legend."""
    params = common(bound)
    item = {"value": "on", "text": bound.label, "checked": True if bound.value() else None}
    return render(
        "checkboxes",
        {
            "name": params["name"],
            "idPrefix": params["id"],
            "hint": params["hint"],
            "errorMessage": params["errorMessage"],
            "items": [item],
        },
    )


class DatePartsWidget(forms.DateInput):
    """Day, month and year in three boxes, as the design system asks for memorable dates."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(self, data, files, name):
        parts = [(data.get(f"{name}-{part}") or "").strip() for part in self.PARTS]
        return "-".join(reversed(parts)) if any(parts) else data.get(name) or None

    def value_omitted_from_data(self, data, files, name):
        return not any(key in data for key in (name, *(f"{name}-{part}" for part in self.PARTS)))


def date(bound):
    params = common(bound)
    label = params.pop("label")
    year, month, day = ([*str(bound.value() or "").split("-"), "", "", ""])[:3]
    params |= {
        "fieldset": {"legend": {"text": label["text"], "size": "s"}},
        "items": [
            {
                "name": f"{bound.html_name}-{part}",
                "id": f"{bound.auto_id}-{part}",
                "label": part.capitalize(),
                "value": value,
                "width": width,
            }
            for part, value, width in (("day", day, 2), ("month", month, 2), ("year", year, 4))
        ],
    }
    return render("date-input", params)


# Order matters: CheckboxSelectMultiple is a RadioSelect in Django's class tree, which is a Select in none.
COMPONENT_OF_WIDGET = [
    (DatePartsWidget, date),
    (forms.CheckboxSelectMultiple, choice_group("checkboxes")),
    (forms.RadioSelect, choice_group("radios")),
    (forms.CheckboxInput, confirm),
    (forms.Select, select),
    (forms.FileInput, file),
    (forms.Textarea, textarea),
    (forms.PasswordInput, password),
]


def error_summary(form):
    """The list of a form's errors, each linked to its field; empty text where there is none."""
    if not getattr(form, "errors", None):
        return ""
    problems = [{"text": message} for message in form.non_field_errors()]
    for bound in form:
        problems += [{"text": message, "href": f"#{first_input(bound)}"} for message in messages_of(bound)]
    return render("error-summary", {"heading": "There is a problem", "errorList": problems})


def first_input(bound):
    return f"{bound.auto_id}-day" if isinstance(bound.field.widget, DatePartsWidget) else bound.auto_id
