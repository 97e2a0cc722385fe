"""Parts that a programme switches on."""

urlpatterns = []
