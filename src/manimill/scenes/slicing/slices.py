"""Cut a scene out of its repository whole, and prove that it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from manimill.scenes.slicing.closure import Lost, closure
from manimill.scenes.slicing.discovery import SceneClass
from manimill.scenes.slicing.emission import write
from manimill.scenes.slicing.problems import NotWritableError
from manimill.scenes.slicing.program import Program
from manimill.scenes.slicing.proof import Proof


@dataclass(frozen=True, slots=True)
class Slice:
    """A scene as a module of its own.

    ``origins`` are the places its text comes from: path, first and last line. ``renamed`` maps ``path:name`` to a
    new name. ``lost`` are names that the repository does not have, ``problems`` other reasons why the module is not
    whole; it is if both are empty. ``left_out`` are methods, as ``path:Class.method``, that hold a name which exists
    nowhere, and that nothing calls.
    """

    scene: SceneClass
    code: str
    origins: tuple[tuple[str, int, int], ...] = ()
    renamed: dict[str, str] = field(default_factory=dict)
    lost: tuple[Lost, ...] = ()
    problems: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the module holds everything it needs."""
        return not self.lost and not self.problems


def cut(program: Program, scene: SceneClass, proof: Proof | None = None) -> Slice:
    """The module that holds a scene and all it needs; where something is missing, what that is.

    ``proof`` may be given where many scenes are cut, to look once at what they share.
    """
    try:
        found = closure(program, (scene.path, scene.position))
    except RecursionError:
        return Slice(scene, "", problems=("its modules are nested too deeply",))
    if found.lost:
        return Slice(scene, "", lost=tuple(dict.fromkeys(found.lost)))
    try:
        written = write(program, found, scene.name)
        open_names = (proof or Proof(former=True)).unresolved(written.pieces)
    except NotWritableError as error:
        return Slice(scene, "", problems=(str(error),))
    except RecursionError:
        return Slice(scene, "", problems=("its modules are nested too deeply",))
    return Slice(
        scene,
        written.code,
        tuple(written.origins),
        written.renamed,
        problems=tuple(str(problem) for problem in open_names),
        left_out=tuple(map(str, found.left_out)),
    )
