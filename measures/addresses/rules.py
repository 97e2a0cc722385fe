"""rules: the checks of a programme's returns, and how it uses them."""

from django.urls import path

from measures.views import rules

RULES = "programmes/<slug:slug>/return-rules/"

urlpatterns = [
    path(RULES, rules.return_rules, name="return_rules"),
    path(f"{RULES}<str:code>/", rules.return_rule, name="return_rule"),
    path(f"{RULES}<str:code>/silent.csv", rules.return_rule_csv, name="return_rule_csv"),
]
