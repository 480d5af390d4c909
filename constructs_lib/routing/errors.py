"""What reading any source of a routing table raises.

ValueError
└── SourceError    there is nothing to read, or it cannot be read; each source has its own kind of it
"""


class SourceError(ValueError):
    """No routing table can be read from what was given; the message says what is wrong with it and what to do."""
