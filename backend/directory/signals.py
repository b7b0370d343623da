"""What the directory tells those above it, which it knows nothing of."""

from django.dispatch import Signal

# Sent within the transaction, with ``dropped`` and ``kept`` (Profile): whoever has rows that must
# follow the profile that stays moves them now.
profiles_merged = Signal()
