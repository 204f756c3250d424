"""Verbs: pure decisions. Facts, settings, the time and chance come in; a decision with its reason comes out."""
