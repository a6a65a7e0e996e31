"""Is an answer a description of its scene? Every check on one answer."""

from __future__ import annotations

from manimill.acceptance.colours import invented_colours
from manimill.acceptance.form import form_objections
from manimill.acceptance.leaked import leaked_names
from manimill.acceptance.objects import invented_objects
from manimill.acceptance.other_scene import other_scene
from manimill.acceptance.prose import read_prose
from manimill.acceptance.seen import seen
from manimill.acceptance.texts import invented_texts
from manimill.acceptance.told import Objection, Told


class Acceptance:
    """Decides about answers. What it says depends on the scene and the answer alone."""

    def objections(self, told: Told, style: str, text: str) -> list[Objection]:
        """What is wrong with an answer in a style, the first objection of each check; empty where it is accepted."""
        scene, prose = seen(told), read_prose(text)
        found = list(form_objections(prose, scene, style))
        found += leaked_names(prose, scene)
        found += invented_objects(prose, scene)
        found += invented_texts(prose, scene)
        found += invented_colours(prose, scene)
        found += other_scene(prose, scene)
        first: dict[str, Objection] = {}
        for objection in found:
            first.setdefault(objection.check, objection)
        return list(first.values())
