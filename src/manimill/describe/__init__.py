"""Where descriptions come from when nobody has written one."""

from manimill.describe.derive import derive

__all__ = ["derive"]
