"""See the codemod."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair import old_api
from manimill.repair.codemod import LEGACY, Codemod, Confidence, Order
from manimill.repair.edit import as_keyword, with_args

_ANIMATION = "Animation"


@dataclass
class _Step:
    """One animation of a succession: a whole one, or a class with what it is to be called with."""

    first: cst.Arg
    last: cst.Arg
    animation: cst.BaseExpression
    of_class: bool
    args: list[cst.Arg] = field(default_factory=list)
    settings: cst.Dict | None = None


class SuccessionOfClasses(Codemod):
    """`Succession` of classes and their arguments in turn, as in `Succession(Write, text)`, gets them as calls."""

    flavours = frozenset({LEGACY})
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names("Succession")

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Call each class with what follows it, up to the next class or animation."""
        if self.manim_name(original.func) != "Succession":
            return updated
        given = [arg for arg in original.args if arg.keyword is None and not arg.star]
        if not any(self._is_class(arg.value) for arg in given):
            return updated
        if len(given) < sum(arg.keyword is None for arg in original.args):
            self.warn(original, "what Succession is given stands behind a *")
            return updated
        steps = self._steps(original, updated)
        if steps is None:
            self.warn(original, "its classes and their arguments cannot be told apart")
            return updated
        kept = [arg for arg in updated.args if arg.keyword is not None or arg.star]
        return with_args(updated, [*map(_called, steps), *kept])

    def _steps(self, original: cst.Call, updated: cst.Call) -> list[_Step] | None:
        steps: list[_Step] = []
        for before, arg in zip(original.args, updated.args, strict=True):
            if arg.keyword is not None or arg.star:
                continue
            if self._is_class(before.value):
                steps.append(_Step(arg, arg, arg.value, of_class=True))
            elif self._is_animation(before.value):
                steps.append(_Step(arg, arg, arg.value, of_class=False))
            elif not steps or not steps[-1].of_class or steps[-1].settings is not None:
                return None
            elif isinstance(arg.value, cst.Dict):
                steps[-1].settings = arg.value
                if not _readable(arg.value):
                    return None
            else:
                steps[-1].args.append(arg)
            steps[-1].last = arg
        return steps

    def _is_class(self, node: cst.BaseExpression) -> bool:
        name = self.manim_name(node)
        if name is not None:
            return _is_animation_class(name)
        return isinstance(node, cst.Name) and node.value in self.module.classes and self._leads(node.value)

    def _is_animation(self, node: cst.BaseExpression) -> bool:
        kind = self.kind(node)
        return kind is not None and (_is_animation_class(kind) or self._leads(kind))

    def _leads(self, name: str) -> bool:
        return self.module.leads_to(name, _ANIMATION) or any(map(api.is_animation, self.module.lineage(name)))


def _is_animation_class(name: str) -> bool:
    return name == _ANIMATION or api.is_animation(name) or _ANIMATION in old_api.lineage("legacy", name)


def _readable(settings: cst.Dict) -> bool:
    return all(
        isinstance(element, cst.DictElement)
        and isinstance(element.key, cst.SimpleString)
        and str(element.key.evaluated_value).isidentifier()
        for element in settings.elements
    )


def _called(step: _Step) -> cst.Arg:
    """The animation as an argument, with its class called."""
    if not step.of_class:
        return step.first
    args = [arg.with_changes(comma=cst.MaybeSentinel.DEFAULT) for arg in step.args]
    for element in step.settings.elements if step.settings is not None else ():
        assert isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString)
        args.append(as_keyword(str(element.key.evaluated_value), element.value))
    call = with_args(cst.Call(step.animation), args)
    after = step.last.whitespace_after_arg
    return step.first.with_changes(value=call, comma=step.last.comma, whitespace_after_arg=after)
