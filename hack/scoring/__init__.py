"""Scoring the classifier on failures that other people reported, told in words."""
