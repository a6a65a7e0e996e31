"""Duplicates and split on up to a million samples, and near duplicates against datasketch on the same sets.

Must hold, on two cores: a million samples from facts to split in at most 15 minutes and 8 GB; ten times as many samples
in at most 15 times the processor's time; near duplicates of 100,000 sets at least 3 times faster than datasketch.
When it was written, a million took 6 minutes and 4.4 GB, ten times as many 8 to 13 times the processor's time, and
datasketch 5 times as long, on two busy cores.

What is timed is `find`, `decide` and the split: from what `analyse` says of each sample to a side for each. What is
not is making the input. That is a few thousand texts, made from the examples in manim's documentation by renaming,
other numbers, and lines dropped, doubled and swapped, which go through the real `analyse`; samples are these, a third
of them repeated as they are, the others with a few more changes to their tokens. A quarter of the samples have a
description of their own, made of the words in the examples, a quarter a short one, the others none. datasketch and
manimill both start from the same sets of hashes, which neither has to hash again, and both end with clusters of sets
whose exact Jaccard similarity is at least 0.8.

    .venv/bin/python benchmarks/duplicates.py [SAMPLES]   # 100,000 unless it says 1000000
"""

from __future__ import annotations

import hashlib
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from datasketch import MinHash, MinHashLSH

from manimill import DatasetRegistry, Recipe
from manimill.code.canonical import Forms, fingerprints
from manimill.code.parse import SyntaxProblem, parse
from manimill.duplicates import Decision, Facts, Standing, decide, find
from manimill.duplicates.near import Pairs, components, similar_sets
from manimill.duplicates.sets import Sets
from manimill.records import Sample
from manimill.split import Link, Member, split_clusters

LIMIT_SECONDS = 15 * 60
LIMIT_GB = 8.0
LIMIT_GROWTH = 15.0
LIMIT_RATIO = 3.0
COMPARED = 100_000
TEXTS = 4_000
SIMILARITY = 0.8


Tokens = npt.NDArray[np.uint32]


def documentation_examples() -> list[str]:
    samples = DatasetRegistry.from_catalog().extract_all(["manim_ce_docs"])
    return [s.code for s in samples if isinstance(s, Sample)]


def changed_text(code: str, rng: random.Random) -> str:
    """The code with other names and numbers, and a line dropped, doubled or swapped, as far as it still parses."""
    lines = code.splitlines()
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(len(lines))
        kind = rng.randrange(3)
        other = lines[:at] + lines[at + 1 :] if kind else [*lines[:at], lines[at], *lines[at:]]
        if kind == 2 and at:
            other = [*lines[: at - 1], lines[at], lines[at - 1], *lines[at + 1 :]]
        lines = lines if isinstance(parse("\n".join(other)), SyntaxProblem) else other
    text = re.sub(r"\b[1-9]\b", lambda _: str(rng.randint(1, 9)), "\n".join(lines))
    text = re.sub(r"\b(\w+) = ", lambda found: f"{found[1]}_{rng.randint(0, 9)} = ", text)
    return code if isinstance(parse(text), SyntaxProblem) else text


def changed_forms(forms: Forms, vocabulary: Tokens, rng: np.random.Generator) -> Forms:
    """Forms of code that differs in a few runs of tokens."""
    tokens = forms.tokens
    for _ in range(int(rng.integers(1, 5))):
        at, length = int(rng.integers(0, len(tokens) + 1)), int(rng.integers(1, 8))
        put = vocabulary[rng.integers(0, len(vocabulary), int(rng.integers(0, 8)))]
        tokens = np.concatenate([tokens[:at], put, tokens[at + length :]])
    digest = hashlib.blake2b(tokens.tobytes(), digest_size=16).hexdigest()
    return Forms(digest, digest, tokens, forms.shown)


def made_facts(count: int) -> dict[str, Facts]:
    """Facts of ``count`` samples by id."""
    rng = random.Random(1)
    generator = np.random.default_rng(1)
    examples = documentation_examples()
    texts = [changed_text(rng.choice(examples), rng) for _ in range(TEXTS)]
    known = [(text, fingerprints(text)) for text in texts]
    vocabulary = np.unique(np.concatenate([forms.tokens for _, forms in known]))
    return dict(_made(count, known, vocabulary, rng, generator))


def _made(
    count: int,
    known: list[tuple[str, Forms]],
    vocabulary: Tokens,
    rng: random.Random,
    generator: np.random.Generator,
) -> Iterator[tuple[str, Facts]]:
    words = sorted({word for text, _ in known for word in re.findall(r"[A-Za-z]{3,}", text)})
    for n in range(count):
        text, forms = rng.choice(known)
        if n % 3:
            forms = changed_forms(forms, vocabulary, generator)
        description = None
        if n % 4 == 0:
            description = (
                f"{' '.join(rng.choices(words, k=rng.randint(10, 40)))} number {rng.randrange(count)}"
            )
        elif n % 4 == 1:
            description = f"Show the {rng.choice(words)} and the {rng.choice(words)}"
        name = hashlib.blake2b(str(n).encode(), digest_size=8).hexdigest()
        yield name, Facts.of_forms(text, forms, 0, description)


class Taken(NamedTuple):
    """Seconds that passed, and seconds of the processor."""

    seconds: float
    processor: float


def measure(facts: dict[str, Facts]) -> Taken:
    """What it takes from facts to a split."""
    settings = Recipe().duplicates
    standings = {name: Standing(False, n % 5, n % 3, 0.0, False, name) for n, name in enumerate(facts)}
    start, processor = time.perf_counter(), time.process_time()
    matches = find(facts, settings)
    found = time.perf_counter()
    decisions: dict[str, Decision] = decide(facts, standings, matches, settings)
    decided = time.perf_counter()
    members = {name: Member(own.animation) for name, own in facts.items()}
    links = [Link(link.rule, (link.id, link.other), link.similarity) for link in matches.links]
    split = split_clusters(members, links, test=0.1, seed=42)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    kept = sum(decision.kept for decision in decisions.values())
    print(
        f"{len(facts):>9,} samples: {seconds:.1f} s (find {found - start:.1f}, decide {decided - found:.1f}, split "
        f"{start + seconds - decided:.1f}), of the processor {time.process_time() - processor:.1f} s; {memory:.1f} GB; "
        f"{kept:,} kept, {len(split.clusters):,} clusters",
        flush=True,
    )
    return Taken(seconds, time.process_time() - processor)


def with_datasketch(sets: list[Tokens]) -> int:
    """The number of clusters that datasketch leads to."""
    index = MinHashLSH(threshold=SIMILARITY, num_perm=128)
    signatures = MinHash.bulk(sets, num_perm=128, hashfunc=int)
    with index.insertion_session() as session:
        for n, signature in enumerate(signatures):
            session.insert(n, signature, check_duplication=False)
    groups: list[tuple[int, int]] = []
    members = [frozenset(one.tolist()) for one in sets]
    for n, signature in enumerate(signatures):
        for other in index.query(signature):
            if other > n:
                common = len(members[n] & members[other])
                if common >= SIMILARITY * (len(members[n]) + len(members[other]) - common):
                    groups.append((n, other))
    pairs = np.array(groups, np.int64).reshape(-1, 2)
    return len(np.unique(components(len(sets), [Pairs(pairs[:, 0], pairs[:, 1], np.ones(len(pairs)))])))


def with_manimill(sets: list[Tokens]) -> int:
    """The number of clusters that manimill's search leads to."""
    found = similar_sets(Sets.of(sets), SIMILARITY)
    return len(np.unique(components(len(sets), [found])))


def compare(facts: dict[str, Facts]) -> float:
    """How many times faster near duplicates are found than with datasketch."""
    every = Sets.of_tokens([own.tokens for own in facts.values()])
    sets = [every.hashes[a:b] for a, b in zip(every.starts[:-1], every.starts[1:], strict=True)]
    start = time.perf_counter()
    ours = with_manimill(sets)
    between = time.perf_counter()
    theirs = with_datasketch(sets)
    end = time.perf_counter()
    ratio = (end - between) / (between - start)
    print(
        f"{len(sets):,} sets: {between - start:.1f} s and {ours:,} clusters, datasketch {end - between:.1f} s and "
        f"{theirs:,}: {ratio:.1f} times faster (limit {LIMIT_RATIO:g})",
        flush=True,
    )
    return ratio


def main(count: int) -> int:
    facts = made_facts(count)
    names = list(facts)
    sizes = sorted({size for size in (10_000, 100_000, count) if size <= count})
    taken = [measure({name: facts[name] for name in names[:size]}) for size in sizes]
    # Of the processor, because what else runs on the machine changes between two sizes.
    growth = [
        (later.processor / sooner.processor) / (more / fewer) * 10
        for sooner, later, fewer, more in zip(taken, taken[1:], sizes, sizes[1:], strict=False)
    ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        "ten times the samples take " + ", ".join(f"{g:.1f}" for g in growth) + " times the processor's time"
    )
    ratio = compare({name: facts[name] for name in names[:COMPARED]})
    failed = [
        taken[-1].seconds > LIMIT_SECONDS,
        memory > LIMIT_GB,
        any(g > LIMIT_GROWTH for g in growth),
        ratio < LIMIT_RATIO,
    ]
    return int(any(failed))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
