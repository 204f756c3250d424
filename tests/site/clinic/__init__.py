"""A clinic's portal: sign in, search patients, read and register them, take statements and reports home."""
