"""Everything in the tree that is written by a program: what goes where is in `outputs`."""
