"""What people and their programs may ask of a run by HTTP, each with their own rights in the cluster."""
