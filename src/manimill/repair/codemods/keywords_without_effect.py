"""See the codemod."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair import old_api
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._constructors import handed_on, unknown_keywords
from manimill.repair.edit import without
from manimill.repair.module import written
from manimill.repair.walk import walk

_ROOTS = names(
    "TipableVMobject Polygram Brace BraceLabel DashedVMobject Cross Elbow CubicBezier TracedPath VectorizedPoint "
    "Axes NumberPlane NumberLine Surface ParametricFunction SVGMobject DecimalNumber Matrix VectorField"
)
_PLAIN = names("VMobject VGroup Group Mobject")
_ANIMATIONS = (
    "Create Uncreate Write FadeIn FadeOut DrawBorderThenFill Transform ReplacementTransform TransformFromCopy "
    "MoveToTarget ApplyMethod Restore GrowFromCenter GrowArrow Flash Indicate Circumscribe FocusOn Wiggle "
    "ShowPassingFlash MoveAlongPath Rotate Rotating AnimationGroup LaggedStart Succession "
    "UpdateFromFunc UpdateFromAlphaFunc ApplyPointwiseFunction ApplyMatrix ClockwiseTransform"
)


class KeywordsWithoutEffect(Codemod):
    """Keywords that neither older things and animations nor ManimCE's know go: older constructors took any."""

    flavours = OLD
    order = Order.CLEANUP
    confidence = Confidence.LOW
    local = False
    triggers = names(
        "Arc ArcBetweenPoints CurvedArrow Circle Dot Ellipse Annulus Sector Line DashedLine Arrow DoubleArrow Vector "
        "Polygon RegularPolygon Triangle Rectangle Square RoundedRectangle ScreenRectangle SurroundingRectangle "
        "BackgroundRectangle Underline Brace DashedVMobject Cross VMobject VGroup Group Mobject Axes ThreeDAxes "
        "NumberPlane ComplexPlane NumberLine Surface Sphere ParametricFunction FunctionGraph Tex MathTex Text "
        "DecimalNumber Integer Matrix ArrowVectorField StreamLines SVGMobject"
    ) | names(_ANIMATIONS)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Leave out what neither the older constructors nor today's know."""
        found = handed_on(self, original)
        if found is None or not (unknown := unknown_keywords(found.name, original) - found.taken):
            return updated
        drawn = found.name in _PLAIN or self.module.leads_to(found.name, *_ROOTS)
        if not drawn and not api.is_animation(found.name):
            return updated
        dead = {one for one in unknown if not self._had(found.name, one)}
        read = dead & self._read
        if read:
            self.warn(original, f"{found.name} takes no {', '.join(sorted(read))}, which is read elsewhere")
        return without(updated, *(dead - read))

    def _had(self, owner: str, keyword: str) -> bool:
        return any(_looked_at(flavour, owner, keyword) for flavour in OLD)

    @cached_property
    def _read(self) -> frozenset[str]:
        """Names of attributes that the module has anything to do with: older Manims made some of keywords.

        What a class reads of itself and declares itself is not made of keywords.
        """
        declared = {
            target.target.value
            for facts in self.module.classes.values()
            for line in facts.node.body.body
            if isinstance(line, cst.SimpleStatementLine)
            for small in line.body
            if isinstance(small, cst.Assign)
            for target in small.targets
            if isinstance(target.target, cst.Name)
        }
        return frozenset(
            node.attr.value
            for node in walk(self.module.tree)
            if isinstance(node, cst.Attribute)
            and not (written(node.value) == "self" and node.attr.value in declared)
        )


def _looked_at(flavour: str, owner: str, keyword: str) -> bool:
    """Whether a class of an older Manim took a keyword, and made something of it."""
    if keyword == "opacity" and "VMobject" in old_api.lineage(flavour, owner):
        # Mobjects took one, but those drawn by curves have others of fill and stroke.
        others = (one for one in old_api.lineage(flavour, owner) if one != "Mobject")
        return any(keyword in old_api.own_keywords(flavour, one) for one in others)
    return keyword in old_api.keywords(flavour, owner)
