"""Sign-in, one-time codes, sessions and the own account. Listed one by one: there is no sign-up, accounts come by invitation."""

from allauth.account import views as sign_in
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as usersessions
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("session/extend/", views.session_extend, name="session_extend"),
    path("login/", sign_in.login, name="account_login"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("password/reset/done/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("codes/", mfa.index, name="mfa_index"),
    path("codes/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("codes/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("codes/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("codes/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/recovery/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/recovery/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/recovery/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sessions/", usersessions.list_usersessions, name="usersessions_list"),
]
