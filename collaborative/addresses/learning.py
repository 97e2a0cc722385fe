"""Barriers, reflections, stories and comments."""

from django.urls import path

from collaborative.views import comments, learning

urlpatterns = [
    path("waves/<str:wave_code>/improvement/learning/", learning.wave_learning, name="wave_learning"),
    path("waves/<str:wave_code>/improvement/learning.csv", learning.wave_learning_csv, name="wave_learning_csv"),
    path("waves/<str:wave_code>/improvement/questions/", comments.answer_queue, name="answer_queue"),
    path("teams/<int:team>/barriers/", learning.barrier_list, name="barrier_list"),
    path("teams/<int:team>/barriers/new/", learning.barrier_create, name="barrier_create"),
    path("barriers/<int:barrier>/edit/", learning.barrier_edit, name="barrier_edit"),
    path("barriers/<int:barrier>/resolve/", learning.barrier_resolve, name="barrier_resolve"),
    path("teams/<int:team>/reflections/", learning.reflection_list, name="reflection_list"),
    path("teams/<int:team>/reflections/new/", learning.reflection_create, name="reflection_create"),
    path("reflections/<int:reflection>/edit/", learning.reflection_edit, name="reflection_edit"),
    path("teams/<int:team>/stories/", learning.story_list, name="story_list"),
    path("teams/<int:team>/stories/new/", learning.story_create, name="story_create"),
    path("stories/<int:story>/edit/", learning.story_edit, name="story_edit"),
    path("teams/<int:team>/comments/new/", comments.comment_create, name="comment_create"),
    path("comments/<int:comment>/answer/", comments.comment_answer, name="comment_answer"),
]
