from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self):
        # Not at the top: models do not exist yet when this module is read.
        import_module("accounts.receivers").listen()
