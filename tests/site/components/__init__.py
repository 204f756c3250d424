"""Pages made of what other people publish, one a package: what every action of a workflow is tried on."""
