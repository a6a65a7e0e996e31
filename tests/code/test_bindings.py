"""What a statement binds, uses and changes, by the rules of Python's scopes."""

from __future__ import annotations

import ast

import pytest

from manimill.code.bindings import Bindings, bindings


def of(code: str, *, lazy: bool = False) -> Bindings:
    (statement,) = ast.parse(code).body
    return bindings(statement, lazy_annotations=lazy)


def now(code: str) -> list[str]:
    return [use.name for use in of(code).uses if use.now and not use.stored]


def later(code: str) -> list[str]:
    return [use.name for use in of(code).uses if not use.now and not use.stored]


@pytest.mark.parametrize(
    ("code", "binds"),
    [
        ("a = b, (c, *d) = e", {"a": True, "b": True, "c": True, "d": True}),
        ("a.b = c[0] = 1", {}),
        ("a: int = 1", {"a": True}),
        ("a: int", {}),
        ("a += 1", {"a": True}),
        ("import a.b, c.d as e", {"a": True, "e": True}),
        ("from a import b as c, d", {"c": True, "d": True}),
        ("from a import *", {}),
        ("def f(x): y = 1", {"f": True}),
        ("class C:\n    x = 1", {"C": True}),
        ("if a:\n    b = 1\n    c = 1\nelse:\n    c = 2", {"b": False, "c": True}),
        ("for a in b:\n    c = a", {"a": False, "c": False}),
        ("with a as b:\n    c = 1", {"b": True, "c": True}),
        ("try:\n    a = 1\nexcept E as e:\n    b = 1", {"a": True, "e": False, "b": False}),
        (
            "match a:\n    case {'k': b, **c}: pass\n    case [d, *e] as f: pass",
            dict.fromkeys("bcdef", False),
        ),
        ("[a for a in (b := c)]", {"b": True}),
        ("[(a := b) for b in c]", {"a": True}),
        ("lambda: (a := 1)", {}),
    ],
)
def test_binds(code: str, binds: dict[str, bool]) -> None:
    assert of(code).binds == binds


@pytest.mark.parametrize(
    ("code", "immediately", "once_called"),
    [
        ("x = a.b.c + d[e]", ["a", "d", "e"], []),
        ("def f(x=a, *y: b, **z) -> c:\n    return x, g, z, y", ["a", "b", "c"], ["g"]),
        (
            "@d(e)\nclass C(B, metaclass=M):\n    x = y\n    z = x\n    def f(self): return x",
            ["d", "e", "B", "M", "y"],
            ["x"],
        ),
        ("x = [a for a in b if c for d in a]", ["b", "c"], []),
        ("x = {k: v for k, v in w}", ["w"], []),
        ("f = lambda x=a: x + b", ["a"], ["b"]),
        ("class C:\n    k = 1\n    w = [k for _ in range(k)]", ["range", "k"], []),
        ("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x += y\n    del x", [], ["y"]),
        ("def f():\n    global x\n    x += 1", [], ["x"]),
        ("def f():\n    import m\n    n.k = m.p", [], ["m", "n"]),
        ("class C:\n    def f(self): return __class__, __module__\n    x = __qualname__", [], ["__module__"]),
        ("def f(a, /, b, *, c): return a, b, c", [], []),
        ("x = f'{a:{b}} {c!r}'", ["a", "b", "c"], []),
        ("async def f():\n    async with a as b:\n        async for c in b: await c", [], ["a"]),
        ("match a:\n    case K(x=1) | M.v: b", ["a", "K", "M", "b"], []),
        ("def f():\n    x: A = b\n    y: C", [], ["b"]),
    ],
)  # fmt: skip
def test_uses(code: str, immediately: list[str], once_called: list[str]) -> None:
    assert (sorted(now(code)), sorted(later(code))) == (sorted(immediately), sorted(once_called))


def test_lazy_annotations_are_no_loss() -> None:
    uses = {use.name: use.soft for use in of("def f(x: A = b) -> C: pass", lazy=True).uses}
    assert uses == {"f": False, "A": True, "b": False, "C": True}


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("a.b.c = 1", ["a"]),
        ("a[0].b += 1", ["a"]),
        ("del a[0]", ["a"]),
        ("a.add(b)", ["a", "a", "b"]),
        ("f(a)(b)", ["f", "b"]),
        ("x = a.pop()", ["a"]),
        ("x = a.copy()", []),
        ("print(a)", ["print"]),
        ("if a:\n    b.c = 1", ["b"]),
    ],
)
def test_changes(code: str, changed: list[str]) -> None:
    assert sorted(use.name for use in of(code).changes) == sorted(changed)


def test_changes_of_a_function_take_place_when_it_is_called() -> None:
    found = of("def f(x):\n    global n\n    x.y = 1\n    a.b = 2\n    n = 3")
    assert found.changes == []
    assert [use.name for use in found.changes_later] == ["a"]
    assert found.binds_later == {"n"}


def test_the_attributes_read_from_a_name_are_told() -> None:
    uses = {use.name: [part.attr for part in use.chain] for use in of("x = a.b.c(d).e").uses}
    assert uses == {"a": ["b", "c"], "d": [], "x": []}


def test_what_is_called_is_told() -> None:
    called = {use.name: use.called for use in of("x = f(g, m.n(1), h()(), (lambda: k)())").uses}
    assert called == {"f": True, "g": True, "m": True, "h": True, "k": False, "x": False}
    assert [use.called for use in of("@d\n@e.f(1)\ndef g(): pass").uses if use.name in "de"] == [True, True]


def test_uses_are_in_the_order_they_are_evaluated() -> None:
    names = [(use.name, use.stored) for use in of("for a in b:\n    c = d\nelse:\n    e = c").uses]
    assert names == [("b", False), ("a", True), ("d", False), ("c", True), ("c", False), ("e", True)]


def test_imports_inside_functions_are_told_with_their_block() -> None:
    found = of("def f():\n    if a:\n        import m\n        m.x()")
    (inner,) = found.inner_imports
    assert [alias.name for alias in inner.node.names] == ["m"]
    assert inner.body[0] is inner.node
    assert len(inner.body) == 2
