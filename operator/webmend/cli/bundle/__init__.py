"""`webmend bundle`: everything about a run for a bug report, secrets and inputs taken out."""
