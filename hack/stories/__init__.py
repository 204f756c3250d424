"""The stories of examples/: read, played on a cluster, held against their promises. Demo and tests share it."""
