import pytest
from hypothesis import given
from hypothesis import strategies as st

from manimill.catalog.licence import plausible_licence


@pytest.mark.parametrize(
    "expression",
    [
        "MIT",
        "NOASSERTION",
        "CC-BY-NC-SA-4.0",
        "GPL-3.0-only",
        "GPL-2.0+",
        "0BSD",
        "etalab-2.0",
        "LicenseRef-OpenRAIL",
        "MIT OR Apache-2.0",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "(MIT OR Apache-2.0) AND (BSD-3-Clause)",
        "((MIT))",
    ],
)
def test_spdx_expressions_pass(expression: str) -> None:
    assert plausible_licence(expression)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mit",
        "openrail",
        "cc-by-nc-sa-4.0",
        "none",
        "None",
        "unknown",
        "Other",
        "none stated",
        "Apache 2.0",
        "MIT or Apache-2.0",
        "MIT OR",
        "AND MIT",
        "MIT AND OR BSD-3-Clause",
        "(MIT",
        "MIT)",
        ")MIT(",
        "()",
        "MIT/Apache-2.0",
        "MIT OR NOASSERTION",
        "https://example.org/LICENCE",
    ],
)
def test_tags_remarks_and_broken_expressions_do_not_pass(text: str) -> None:
    assert not plausible_licence(text)


EXPRESSIONS = st.recursive(
    st.sampled_from(["MIT", "Apache-2.0", "CC0-1.0", "LicenseRef-Mine"]),
    lambda inner: st.one_of(
        inner.map(lambda e: f"({e})"),
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(" ".join),
    ),
)


@given(EXPRESSIONS)
def test_whatever_the_grammar_builds_passes(expression: str) -> None:
    assert plausible_licence(expression)


@given(EXPRESSIONS, st.sampled_from(["AND", "OR", "WITH", "("]))
def test_an_unfinished_expression_never_passes(expression: str, rest: str) -> None:
    assert not plausible_licence(f"{expression} {rest}")
