"""What people are told when they asked for something that cannot be done."""


class Usage(Exception):
    """The command cannot be carried out as given. Its text says why, and what to do instead."""
