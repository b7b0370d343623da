"""Log-in for programs, and their tokens."""

from backend.accounts.api.login import LoginView, LogoutView
from backend.accounts.api.tokens import LogoutAllView, TokensView, TokenView

__all__ = ["LoginView", "LogoutAllView", "LogoutView", "TokenView", "TokensView"]
