"""The runner: does the steps of one attempt in a browser, reports, and does as it is told when one fails."""
