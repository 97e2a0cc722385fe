"""django-allauth's forms in our words; what they check and do is theirs."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms

ADDRESS, PASSWORD, CODE = "E-mail address", "Password", "One-time code"
LENGTH = "At least 12 characters. Spaces count."
SHORT = {"class": "nhsuk-input--width-10", "autocomplete": "one-time-code", "inputmode": "numeric"}


def name(form, **labels):
    for field, label in labels.items():
        form.fields[field].label = label
        form.fields[field].help_text = ""


class SignInForm(account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self, login=ADDRESS, password=PASSWORD)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self, email=ADDRESS)

    def save(self, request, **kwargs):
        """An address without an account gets a mail too: the page, and the time it takes, must not tell them apart."""
        if self.users:
            return super().save(request, **kwargs)
        get_adapter().send_mail("account/email/unknown_account", self.cleaned_data["email"], {"request": request})
        return self.cleaned_data["email"]


class NewPasswordForm(account_forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self, password1="New password", password2="New password again")
        self.fields["password1"].help_text = LENGTH


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self, oldpassword="Present password", password1="New password", password2="New password again")
        self.fields["password1"].help_text = LENGTH


class PasswordAgainForm(account_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self, password=PASSWORD)


class CodeForm(code_forms.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self, code="One-time code or recovery code")
        self.fields["code"].widget.attrs.update(SHORT)


class CodeAgainForm(code_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self, code=CODE)
        self.fields["code"].widget.attrs.update(SHORT)


class ActivateCodeForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self, code=CODE)
        self.fields["code"].widget.attrs.update(SHORT)
