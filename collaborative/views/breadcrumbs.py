"""The way from the first page to where somebody stands in improvement work: (text, address) pairs."""

from django.urls import reverse


def to_improvement(*further):
    return [("Home", reverse("home")), ("Improvement", reverse("improvement_home")), *further]


def to_wave(wave, *further):
    return to_improvement((wave.name, reverse("wave_dashboard", args=[wave.code])), *further)


def to_team(team, *further):
    return to_improvement((team.name, reverse("team_detail", args=[team.pk])), *further)
