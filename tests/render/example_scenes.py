from __future__ import annotations

from manimill.render import RenderJob


def scene(*lines: str, before: str = "") -> RenderJob:
    """A job whose ``construct`` has the given lines, from line 5 on where nothing comes ``before``."""
    body = "\n".join(f"        {line}" for line in lines)
    code = f"from manim import *\n{before}\nclass Example(Scene):\n    def construct(self):\n{body}\n"
    return RenderJob(code, "Example")
