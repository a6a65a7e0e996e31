"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.codemods._frames import flat, is_frame, turns_in_space
from manimill.repair.edit import argument, as_keyword, expression, method_of, positionals
from manimill.repair.module import Module
from manimill.repair.walk import walk

_PLAIN = names("Scene InteractiveScene BlankScene")
_WITH_FRAME = ("MovingCameraScene", "ZoomedScene", "ThreeDScene", "SpecialThreeDScene")


class CameraFrames(Codemod):
    """The frame of the camera is `self.camera.frame`, of a scene whose camera moves or that is in space."""

    flavours = ALL
    order = Order.SCENES
    confidence = Confidence.HIGH
    local = False
    triggers = names("camera_frame frame")

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._bases = self._new_bases()

    def leave_ClassDef(self, original: cst.ClassDef, updated: cst.ClassDef) -> cst.ClassDef:
        """Build on a scene that has a frame."""
        new = self._bases.get(original.name.value)
        facts = self.module.classes.get(original.name.value)
        if new is None or facts is None or facts.node is not original:
            return updated
        bases = list(updated.bases)
        for index, base in enumerate(bases):
            if self.manim_name(original.bases[index].value) in _PLAIN:
                bases[index] = base.with_changes(value=cst.Name(new))
                return updated.with_changes(bases=bases)
        places = [index for index, base in enumerate(bases) if base.keyword is None]
        if not places:
            return updated
        last = places[-1]
        rest = bases[last + 1 :]
        comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        bases[last] = bases[last].with_changes(comma=comma)
        added = cst.Arg(cst.Name(new), comma=comma if rest else cst.MaybeSentinel.DEFAULT)
        return updated.with_changes(bases=[*bases[: last + 1], added, *rest])

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        """``self.camera_frame`` and ``self.frame`` have one name."""
        name = original.attr.value
        if name not in ("camera_frame", "frame") or not isinstance(original.value, cst.Name):
            return updated
        if original.value.value != "self" or not self.in_scene() or self._is_own(name):
            return updated
        if not is_frame(self.module, original, self.parents):
            return updated
        return expression("self.camera.frame")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Methods of frames that others have not."""
        method = method_of(original)
        if (
            method not in ("set_width", "set_height", "reorient", "to_default_state")
            or self.module.flavour == CE
        ):
            return updated
        assert isinstance(original.func, cst.Attribute)
        assert isinstance(updated.func, cst.Attribute)
        if not self._of_flat_frame(original.func.value):
            return updated
        owner = updated.func.value
        if method in ("set_width", "set_height"):
            if len(updated.args) != 1 or positionals(updated) != list(updated.args):
                return updated
            new = updated.args[0].with_changes(keyword=cst.Name(method[4:]), equal=_EQUAL)
            return updated.with_changes(func=updated.func.with_changes(attr=cst.Name("set")), args=[new])
        if method == "to_default_state":
            return expression("{frame}.set(width=config.frame_width).move_to(ORIGIN)", frame=owner)
        return self._reoriented(updated, owner)

    def _reoriented(self, call: cst.Call, owner: cst.BaseExpression) -> cst.BaseExpression:
        if not flat(call):
            return call
        centre, height = argument(call, "center", 3), argument(call, "height", 4)
        moved: cst.BaseExpression = owner
        if centre is not None:
            point = centre.value
            moved = expression("{frame}.move_to({point})", frame=moved, point=point)
        if height is not None:
            moved = expression("{frame}.set(height={height})", frame=moved, height=height.value)
        return call if moved is owner else moved

    def _of_flat_frame(self, owner: cst.BaseExpression) -> bool:
        """Whether an original expression is a frame that is not turned, or an animation of it."""
        while True:
            if isinstance(owner, cst.Call) and isinstance(owner.func, cst.Attribute):
                owner = owner.func.value
            elif isinstance(owner, cst.Attribute) and owner.attr.value == "animate":
                owner = owner.value
            else:
                break
        around = self.enclosing_class
        if around is None or turns_in_space(around) or self.in_scene("ThreeDScene"):
            return False
        return is_frame(self.module, owner, self.parents)

    def _is_own(self, name: str) -> bool:
        """Whether the author keeps something under a name of the scene's."""
        around = self.enclosing_class
        assert around is not None
        return any(
            self.module.kinds.attributes_of(base).get(name) for base in self.module.lineage(around.name.value)
        )

    def _new_bases(self) -> dict[str, str]:
        """Classes that build on a scene without a frame though it is asked for, and what they are to build on."""
        found: dict[str, str] = {}
        for name, facts in self.module.classes.items():
            if not self.module.leads_to(name, "Scene") or self.module.leads_to(name, *_WITH_FRAME):
                continue
            if not self._uses_frame(facts.node):
                continue
            turned = self.module.flavour != CE and turns_in_space(facts.node)
            root = self._root(name)
            base = "ThreeDScene" if turned else "MovingCameraScene"
            if root is not None and found.get(root) != "ThreeDScene":
                found[root] = base
        return found

    def _root(self, name: str) -> str | None:
        """The class of the module on the way from one to Manim's scene that builds on Manim's."""
        own = [base for base in self.module.lineage(name) if base in self.module.classes]
        for base in own:
            outside = [one for one in self.module.classes[base].bases if one not in self.module.classes]
            if any(self.module.leads_to(one, "Scene") for one in outside):
                return base
        return None

    def _uses_frame(self, cls: cst.ClassDef) -> bool:
        for statement in cls.body.body:
            if not isinstance(statement, cst.FunctionDef):
                continue
            for node in walk(statement):
                if type(node) is not cst.Attribute or not is_frame(self.module, node, (cls, statement)):
                    continue
                if isinstance(node.value, cst.Attribute) or self.module.flavour != CE:
                    return True
        return False


_EQUAL = as_keyword("x", cst.Name("x")).equal
