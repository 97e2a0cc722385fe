from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "workforce"
    verbose_name = "Workforce"

    def ready(self):
        """Name the kind of file that this app takes."""
        from workforce.files import kind  # noqa: F401
