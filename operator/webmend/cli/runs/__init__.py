"""Runs of a cluster, as a person looks at them."""
