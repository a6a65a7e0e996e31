"""Rendering: does a scene run, in a sandbox, and what happens while it does."""

from manimill.render.environment import check_environment, fingerprint
from manimill.render.files import SceneFile, SceneFiles
from manimill.render.settings import MAIN, Interpreter, Level, RenderJob, RenderSettings
from manimill.render.stage import render_all, render_each
from manimill.render.verdict import Verdict, VerdictKind

__all__ = [
    "MAIN",
    "Interpreter",
    "Level",
    "RenderJob",
    "RenderSettings",
    "SceneFile",
    "SceneFiles",
    "Verdict",
    "VerdictKind",
    "check_environment",
    "fingerprint",
    "render_all",
    "render_each",
]
