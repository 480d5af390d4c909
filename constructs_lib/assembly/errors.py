"""What reading a cloud assembly raises.

ValueError
└── AssemblyError    the folder holds no cloud assembly that can be read
"""


class AssemblyError(ValueError):
    """The folder holds no cloud assembly that can be read; one sentence says which file, and what is wrong with it."""
