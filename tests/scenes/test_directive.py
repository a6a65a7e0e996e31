from __future__ import annotations

from manimill.scenes.directive import directives_in

DOC = """A dot that glows.

    It does so on demand.

Examples
--------

The glow grows with the radius:

.. manim:: Glow
    :save_last_frame:
    :ref_classes: Dot Circle

    class Glow(Scene):
        def construct(self):
            self.add(Dot())

            self.add(Circle())

After the example.

.. manim:: Second

    class Second(Scene):
        def construct(self):
            self.wait()
"""


def test_argument_options_code_and_lines_are_taken_apart() -> None:
    first, second = directives_in(DOC)
    assert first.argument == "Glow"
    assert first.options == {"save_last_frame": "", "ref_classes": "Dot Circle"}
    assert first.code == (
        "class Glow(Scene):\n    def construct(self):\n        self.add(Dot())\n\n        self.add(Circle())\n"
    )
    assert (first.first_line, first.last_line) == (9, 17)
    assert second.argument == "Second"
    assert second.options == {}


def test_prose_is_the_paragraph_right_above_and_heading_the_section() -> None:
    first, second = directives_in(DOC)
    assert first.prose == "The glow grows with the radius:"
    assert second.prose == "After the example."
    assert (first.heading, second.heading) == ("Examples", "Examples")


def test_a_title_or_another_block_is_no_prose() -> None:
    under_title = "Examples\n--------\n\n.. manim:: A\n\n    class A(Scene): pass\n"
    assert directives_in(under_title)[0].prose is None
    after_block = "Text::\n\n    code()\n\n.. manim:: A\n\n    class A(Scene): pass\n"
    assert directives_in(after_block)[0].prose is None


def test_an_indented_directive_ends_where_the_indentation_does() -> None:
    text = "Parameters\n----------\nx\n    Something.\n\n    .. manim:: A\n\n        class A(Scene): pass\n\n    More."
    (found,) = directives_in(text)
    assert found.code == "class A(Scene): pass\n"
    assert found.prose == "Something."


def test_a_directive_without_content_has_no_code() -> None:
    (found,) = directives_in(".. manim:: Empty\n")
    assert found.code.strip() == ""


def test_text_without_directives_has_none() -> None:
    assert directives_in("``.. manim::`` in a sentence is no directive.") == []


def test_a_space_may_stand_before_the_colons() -> None:
    (found,) = directives_in(".. manim :: Growing\n\n    class Growing(Scene):\n        pass\n")
    assert (found.argument, found.code) == ("Growing", "class Growing(Scene):\n    pass\n")
