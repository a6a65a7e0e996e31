"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import CE, Codemod, Confidence, Order
from manimill.repair.codemods._constructors import unknown_keywords
from manimill.repair.edit import (
    has_star,
    keyword,
    method_of_self,
    positionals,
    with_args,
    with_renamed_keywords,
)

_TIMES = names("duration runtime running_time runTime")
_RENAMED = {**dict.fromkeys(_TIMES, "run_time"), "rate_function": "rate_func"}
_SECONDS = names("run_time seconds time")
_RATES = names("linear smooth there_and_back rush_into rush_from double_smooth lingering wiggle")
_WAITS = names("sleep delay")


class AnimationKeywords(Codemod):
    """Times and rates under names that animations, `play` and `wait` never had get their right ones."""

    flavours = frozenset({CE})
    order = Order.ANIMATIONS
    confidence = Confidence.MEDIUM
    triggers = frozenset(_RENAMED) | _SECONDS | _WAITS | names("rate_func")

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether a call may have such a keyword, which the right ones are not."""
        return any(isinstance(node, ast.Call) and _may(node) for node in walk(tree))

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.Call:
        """Look at animations, and at what a scene of Manim's plays and waits."""
        method = method_of_self(original)
        if method in {"play", "wait", *_WAITS} and self.in_scene():
            own = method in self.module.own_methods
            return updated if own else self._of_scene(method or "", updated)
        name = self.manim_name(original.func)
        if name is None or not api.is_animation(name):
            return updated
        return _told(self._with_rate(updated), unknown_keywords(name, original))

    def _of_scene(self, method: str, call: cst.Call) -> cst.Call:
        if method == "play":
            given = {arg.keyword.value for arg in call.args if arg.keyword is not None}
            return _told(self._with_rate(call), given & names("duration rate_function"))
        if method in _WAITS:
            if len(call.args) != 1 or call.args[0].keyword or has_star(call):
                return call
            assert isinstance(call.func, cst.Attribute)
            return call.with_changes(func=call.func.with_changes(attr=cst.Name("wait")))
        said = [word for word in _SECONDS if keyword(call, word) is not None]
        if len(said) != 1 or positionals(call) or keyword(call, "duration") is not None:
            return call
        return with_renamed_keywords(call, {said[0]: "duration"})

    def _with_rate(self, call: cst.Call) -> cst.Call:
        """The call with a rate function where it has but the name of one."""
        rate = keyword(call, "rate_func")
        if rate is None or not isinstance(rate.value, cst.SimpleString):
            return call
        name = rate.value.evaluated_value
        if name not in _RATES or name in self.module.own_names or not self.module.star:
            return call
        new = rate.with_changes(value=cst.Name(str(name)))
        return with_args(call, [new if arg is rate else arg for arg in call.args])


def _told(call: cst.Call, unknown: frozenset[str] | set[str]) -> cst.Call:
    """The call with those of its keywords that nothing knows under the names that they must mean."""
    for word, meant in _RENAMED.items():
        if word in unknown:
            call = with_renamed_keywords(call, {word: meant})
    return call


def _may(call: ast.Call) -> bool:
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if method in _WAITS:
        return True
    for given in call.keywords:
        if given.arg in _RENAMED or (method == "wait" and given.arg in _SECONDS):
            return True
        if given.arg == "rate_func" and isinstance(given.value, ast.Constant):
            return True
    return False
