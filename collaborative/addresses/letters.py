"""Letters: one's own, the rounds of a wave, the whole post, and who is asked for a practice's return."""

from django.urls import path

from collaborative.views import letters as views

urlpatterns = [
    path("messages/", views.message_list, name="message_list"),
    path("messages/choices/", views.message_choices, name="message_choices"),
    path("waves/<str:wave_code>/reminders/", views.reminder_preview, name="reminder_preview"),
    path("operations/post/", views.message_post, name="message_post"),
    path("operations/post/<int:message>/resend/", views.message_resend, name="message_resend"),
    path("practices/<str:ods_code>/return-contact/", views.return_contact, name="return_contact"),
]
