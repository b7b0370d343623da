"""What programmes demand: each rule a small class, its parameters data of the programme."""

from backend.programmes.rules.base import Finding, Outcome, Rule
from backend.programmes.rules.parameters import BadParameters
from backend.programmes.rules.registry import RULES, UnknownRule, read_rule

__all__ = ["RULES", "BadParameters", "Finding", "Outcome", "Rule", "UnknownRule", "read_rule"]
