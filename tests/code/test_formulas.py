import ast

import pytest

from manimill.code._formulas import formula
from manimill.code.outline import UNKNOWN


def of(source: str, **scope: object) -> object:
    node = ast.parse(source).body[0]
    function = node.value if isinstance(node, ast.Expr) else node
    assert isinstance(function, (ast.Lambda, ast.FunctionDef))
    return formula(function, scope)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("lambda x: 2 ** -x", "2^(-x)"),
        ("lambda x: (-x) ** 2", "(-x)^2"),
        ("lambda x: x - (1 - x)", "x - (1 - x)"),
        ("lambda x: (x ** 2) ** 3", "(x^2)^3"),
        ("lambda x: x ** n", "x^n"),
        ("lambda t: (np.sin(t), np.cos(t), 0)", "(sin(t), cos(t))"),
        ("lambda t: np.array([t, 1, t])", "(t, 1, t)"),
        ("lambda p: p[0] * RIGHT + p[1] * UP", "x*RIGHT + y*UP"),
        ("lambda z: np.exp(1j * z)", "exp(i*z)"),
        ("lambda p: complex_to_R3(np.exp(R3_to_complex(p)))", "exp(z)"),
        ("lambda x: np.e ** x + np.pi", "e^x + pi"),
        ("def f(x):\n    y = x + 1\n    return y * x", "(x + 1)*x"),
        ("def f(self, x):\n    return math.sqrt(x)", "sqrt(x)"),
    ],
)
def test_functions_are_written_as_in_mathematics(source: str, text: str) -> None:
    assert of(source) == text


def test_known_numbers_stand_for_their_names() -> None:
    assert of("lambda x: a * x", a=3) == "3*x"


def test_functions_of_the_module_are_put_in_place() -> None:
    inner = ast.parse("def g(u, v):\n    return u * v").body[0]
    assert of("lambda x, y: g(x + 1, y)", g=inner) == "(x + 1)*y"


def test_functions_that_call_themselves_end() -> None:
    inner = ast.parse("def g(u):\n    return g(u)").body[0]
    assert of("lambda x: g(x)", g=inner) is UNKNOWN


@pytest.mark.parametrize(
    "source",
    [
        "lambda: 1",
        "lambda x: table[x]",
        "lambda x: values[0]",
        "lambda x: load(x)",
        "lambda x: x if x else 1",
        "def f(x):\n    print(x)\n    return x",
        "lambda x: " + " + ".join(["x"] * 40),
    ],
)
def test_other_functions_are_not_guessed(source: str) -> None:
    assert of(source) is UNKNOWN
