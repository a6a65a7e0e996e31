import ast

import pytest

from manimill.code._tally import tally
from manimill.code._tree import nodes_of
from manimill.code.algorithms import algorithms


def of(code: str, kind: str = "2d", *, has_plots: bool = False) -> tuple[str, ...]:
    nodes = nodes_of(ast.parse(code))
    return algorithms(nodes, tally(nodes), kind, has_plots)


@pytest.mark.parametrize(
    ("code", "hints"),
    [
        ("total ^= n", ("xor",)),
        ("Text('bitwise XOR')", ("xor",)),
        ("XORGate()", ("xor",)),
        ("np.bitwise_xor(a, b)", ("xor",)),
        (r"MathTex('a \\oplus b')", ("xor",)),
        ("MathTex('x^2')", ()),
        ("explore = luxor", ()),
        ("bubbleSort(xs)", ("sorting",)),
        ("def QUICK_SORT(xs): ...", ("sorting",)),
        ("Text('a last resort')", ()),
        ("Text('a sort of circle')", ()),
        ("sorted(xs)", ()),
        ("xs.sort()", ()),
        ("Text('topological sort')", ("graph_traversal",)),
        ("class BinarySearchTree: ...", ("data_structures",)),
        ("binary_search(xs, 3)", ("searching",)),
        ("dp[i] = dp[i - 1] + dp[i - 2]", ("dynamic_programming",)),
        ("dp = p2 - p1", ()),
        ("np.fft.fft(xs)", ("fourier",)),
        ("IntegerMatrix([[1]])", ("linear_algebra",)),
        ("np.linalg.norm(v)", ()),
        ("axes.get_riemann_rectangles(g)", ("calculus",)),
        (r"MathTex(r'\int_0^1 x\,dx')", ("calculus",)),
        (r"MathTex(r'\iint_S u + \partial_t u')", ("calculus",)),
        (r"MathTex(r'\frac{d}{dx} f')", ("calculus",)),
        (r"MathTex(r'\sum\limits_{x} p(x)')", ()),
        ("Text('Huffman codes and entropy')", ("compression", "information_theory")),
        ("NeuralNetwork([])", ("neural_networks",)),
        ("Text('neural')\nText('network')", ()),
        ("hash_table = {}", ("data_structures",)),
    ],
)
def test_words_calls_and_operations_speak(code: str, hints: tuple[str, ...]) -> None:
    assert of(code) == hints


@pytest.mark.parametrize(
    ("code", "hints"),
    [
        ("def f(n):\n    return n * f(n - 1)", ("recursion",)),
        ("class S:\n    def grow(self):\n        self.grow()", ("recursion",)),
        ("def f(n):\n    return n\nf(3)", ()),
        ("class S:\n    def grow(self):\n        tree.grow()", ()),
        ("class S:\n    def __init__(self):\n        super().__init__()", ()),
    ],
)
def test_a_function_that_calls_itself_is_recursive(code: str, hints: tuple[str, ...]) -> None:
    assert of(code) == hints


def test_the_kind_of_scene_speaks_for_linear_algebra() -> None:
    assert of("pass", "linear_transformation") == of("pass", "vector") == ("linear_algebra",)


def test_a_tangent_is_calculus_only_on_a_plot() -> None:
    assert of("TangentLine(c)", has_plots=True) == ("calculus",)
    assert of("TangentLine(c)") == ()
