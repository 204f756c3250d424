"""The counts themselves, one file a kind of evidence: replaced as a whole by better ones, never adjusted."""
