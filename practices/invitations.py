"""The mail that tells a person of a new role, with a link to set a password when the account is new."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

SUBJECT = "Your role in the Primary Care Mental Health Collaborative"


def send(grant, *, request):
    """Send the mail about a grant. Raises OSError when the post cannot be sent."""
    is_new = not grant.person.has_usable_password()
    text = render_to_string(
        "practices/email/grant_given.txt",
        {
            "grant": grant,
            "sign_in": (settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/"))
            + reverse("account_login"),
            "set_password": password_address(grant.person, request) if is_new else None,
        },
    )
    send_mail(SUBJECT, text, None, [grant.person.email])


def password_address(person, request):
    """The link by which a person sets the first password: for one use, and as short-lived as any such link."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return get_adapter(request).get_reset_password_from_key_url(key)
