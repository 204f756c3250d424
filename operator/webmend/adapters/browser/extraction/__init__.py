"""From what a page shows to records."""
