"""What a run extracts: whether what is asked of it makes sense, and whether what came of it holds to that."""
