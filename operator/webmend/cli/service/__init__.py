"""The server of an installation, asked from one's own machine."""
