"""Cutting a scene out of its repository whole: one module that holds everything it needs, and a proof of it."""

from manimill.scenes.slicing.discovery import SceneClass, scene_classes
from manimill.scenes.slicing.program import Program
from manimill.scenes.slicing.project import Project, SourceModule, UnreadableError
from manimill.scenes.slicing.proof import Proof, Unresolved, unresolved
from manimill.scenes.slicing.slices import Slice, cut

__all__ = [
    "Program",
    "Project",
    "Proof",
    "SceneClass",
    "Slice",
    "SourceModule",
    "UnreadableError",
    "Unresolved",
    "cut",
    "scene_classes",
    "unresolved",
]
