"""What reading or writing an estate raises.

ValueError
└── EstateError    the file holds no estate, or the account cannot be read
"""


class EstateError(ValueError):
    """One sentence says which file or account, what is wrong with it and what to do."""
