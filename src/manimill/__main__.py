"""``python -m manimill`` is the command ``manimill``."""

from manimill.cli import main

if __name__ == "__main__":
    main()
