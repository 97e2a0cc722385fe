from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "registers"
    verbose_name = "Patient registers"

    def ready(self):
        """Name the kinds of file that this app takes."""
        from registers.files import kinds  # noqa: F401
