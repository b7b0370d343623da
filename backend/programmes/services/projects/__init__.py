"""Writes of projects that are carried out: agreement, milestones, reports and results."""
