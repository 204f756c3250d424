"""What a channel needs to send anything, and has not."""


class Lacking(ValueError):
    """Its Secret has not what its way needs; says what that is, and never what is there."""
