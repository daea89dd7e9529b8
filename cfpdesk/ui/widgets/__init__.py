"""Widgets that know nothing of the engagement: each usable alone."""
