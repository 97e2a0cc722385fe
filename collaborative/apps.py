from importlib import import_module

from django.apps import AppConfig


class CollaborativeConfig(AppConfig):
    name = "collaborative"
    verbose_name = "Collaborative"

    def ready(self):
        # Not at the top: models do not exist yet. Events follow the wave's calendar from here on (practices.wave_changes).
        import_module("collaborative.actions.events")
        # New figures are followed by what they say of the cycles (measures.computing.recompute).
        import_module("measures.computing.recompute").FOLLOWERS.append(
            import_module("collaborative.evaluation_jobs").request_after
        )
        # A corrected return may stand in a kept report (measures.actions.altering).
        import_module("measures.actions.altering").PRINTED_IN.append(
            import_module("collaborative.dashboards.altered_figures").printed_in_reports
        )
