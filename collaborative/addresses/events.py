"""Events, attendance, materials, actions and visits."""

urlpatterns = []
