"""Where our rules of sign-in differ from django-allauth's."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from accounts import lockout


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "too_many_login_attempts": "Too many tries. Wait ten minutes and try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Where sign-in may lead: a path of this site, written plainly."""
        plain = bool(url) and url.startswith("/") and unquote(url).isprintable() and "\\" not in unquote(url)
        return plain and not unquote(url).startswith("//") and super().is_safe_url(url)

    def pre_authenticate(self, request, **credentials):
        if lockout.is_locked(credentials.get("email")):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request, **credentials):
        """An account that was closed answers like one that never was."""
        user = super().authenticate(request, **credentials)
        if user and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request, **credentials):
        lockout.note_failure(credentials.get("email"))

    def reauthenticate(self, user, password):
        """By the account's own address: there is no second table of addresses."""
        return self.authenticate(self.request, email=user.email, password=password) == user

    def get_reset_password_from_key_url(self, key):
        """The host of the link comes from the settings where they name one, never from the request."""
        address = super().get_reset_password_from_key_url(key)
        return settings.SITE_ADDRESS + urlsplit(address).path if settings.SITE_ADDRESS else address


class CodeAdapter(DefaultMFAAdapter):
    """Secrets of one-time codes and the seeds of recovery codes are stored encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or was used already. Wait for the next one and give that."
    }

    def encrypt(self, text):
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return keys().decrypt(encrypted_text.encode()).decode()


def keys():
    """One key for each secret key of the settings, the present one first, so that it can be changed without a loss."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(b"one-time codes" + secret.encode()).digest())) for secret in secrets]
    )
