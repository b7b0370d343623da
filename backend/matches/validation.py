"""The rules a text to be matched must meet: those of a need."""

from backend.needs.validation import check_need_text

__all__ = ["check_need_text"]
