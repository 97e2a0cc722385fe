"""The way from the first page to where somebody stands in a practice's register: (text, address) pairs."""

from django.urls import reverse

from registers.dashboards.links import href


def to_register(practice, *further):
    return with_addresses(
        ("Home", reverse("home")),
        (f"Register of {practice.name}", href("register_list", practice.ods_code)),
        *further,
    )


def to_person(practice, number, *further):
    """A person is named by the local number, never by the key."""
    return to_register(practice, (f"No. {number}", href("entry_detail", practice.ods_code, number)), *further)


def with_addresses(*pairs):
    return [(text, address) for text, address in pairs if address]
