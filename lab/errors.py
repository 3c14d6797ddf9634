"""What goes wrong by a user's mistake: one line that names the field and the remedy."""


class LabError(ValueError):
    """A question, a setting or a file that the lab cannot use."""
