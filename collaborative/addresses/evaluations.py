"""What the data say of cycles, and the prediction ledger."""

urlpatterns = []
