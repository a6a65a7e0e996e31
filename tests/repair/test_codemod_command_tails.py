"""Commands that render the file itself."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "command-tails"


def test_they_are_left_out() -> None:
    becomes(
        NAME,
        """
        import os
        x = 1
        os.system("manim this.py -pl")
        if __name__ == "__main__":
            command = "manimgl " + __file__
            os.system(command)
        """,
        """
        import os
        x = 1
        """,
    )


def test_others_stay() -> None:
    stays(NAME, "import os\ndef show():\n    os.system('manim a.py')\nos.system('ls')\n", "ce")
