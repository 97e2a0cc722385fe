"""A page that is one form under a heading."""

from django.shortcuts import render


def show_form(request, form, heading, caption, breadcrumbs, notes=()):
    """`notes` are paragraphs above the form."""
    context = {"form": form, "heading": heading, "caption": caption, "breadcrumbs": breadcrumbs, "notes": notes}
    return render(request, "practices/form.html", context)
