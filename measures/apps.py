from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "Measures"

    def ready(self):
        """Name the kind of file that this app takes."""
        from measures import upload_kind  # noqa: F401
