"""Words and calls that tell what a scene computes or is about."""

from __future__ import annotations

from manimill.code.names import names

WORDS: dict[str, frozenset[str]] = {
    "backtracking": names("backtrack backtracking sudoku"),
    "calculus": names(
        "antiderivative calculus derivative derivatives differentiate differentiation integral integrals",
        "integrate riemann taylor",
    ),
    "cellular_automata": names("automata automaton conway"),
    "compression": names("compress compressed compression huffman lossless lossy lzss"),
    "computational_geometry": names("delaunay gjk minkowski triangulation voronoi"),
    "cryptography": names("cipher ciphertext cryptography decrypt encrypt encrypted encryption rsa"),
    "data_structures": names("bst heap heapify trie"),
    "dynamic_programming": names("knapsack memo memoization memoize memoized tabulation"),
    "fourier": names("dft epicycle epicycles fft fourier ifft"),
    "fractals": names("fractal fractals koch mandelbrot sierpinski"),
    "graph_traversal": names("bfs dfs"),
    "hashing": names("hash hashed hashes hashing hashmap hashtable"),
    "information_theory": names("entropy shannon"),
    "linear_algebra": names(
        "bmatrix determinant eigenvalue eigenvalues eigenvector eigenvectors matmul matrices matrix",
        "pmatrix vmatrix",
    ),
    "neural_networks": names(
        "autoencoder backprop backpropagation cnn lstm mlp neuron neurons perceptron relu rnn softmax",
    ),
    "number_theory": names("collatz gcd primality primes"),
    "optimisation": names("optimiser optimizer"),
    "parallel_computing": names("cuda gpu gpus"),
    "probability": names("bayes bayesian binomial dice markov probabilities probability"),
    "recursion": names("hanoi recurse recursion recursive recursively"),
    "searching": names("searching"),
    "shortest_path": names("dijkstra"),
    "sorting": names("bubblesort heapsort mergesort quicksort radixsort sort sorting sorts"),
    "spanning_tree": names("kruskal mst"),
    "travelling_salesman": names("tsp"),
    "xor": names("xor xored xors"),
}
"""Single words. Names are taken apart, so ``bubbleSort`` and ``BUBBLE_SORT`` hold ``sort``, ``resort`` does not."""

_PHRASES = {
    "backtracking": "n queens, eight queens",
    "calculus": "area under",
    "cellular_automata": "game of life",
    "compression": "run length",
    "computational_geometry": "convex hull, marching squares, marching cubes, closest pair",
    "cryptography": "diffie hellman, public key, private key",
    "data_structures": "linked list, binary tree, binary search tree, search tree, hash table, priority queue",
    "dynamic_programming": "dynamic programming, edit distance, common subsequence",
    "fractals": "julia set, dragon curve, hilbert curve",
    "graph_traversal": "breadth first, depth first, topological sort, graph traversal, flood fill",
    "information_theory": "information theory, mutual information",
    "linear_algebra": "linear algebra, linear transformation, dot product, cross product",
    "neural_networks": "neural network, neural networks, neural net, neural nets, feed forward, "
    "activation function, self attention, attention head, deep learning",
    "number_theory": "prime number, prime numbers, number theory, greatest common",
    "optimisation": "gradient descent, simulated annealing, genetic algorithm",
    "probability": "random walk, random variable, monte carlo, normal distribution, coin flip, expected value",
    "searching": "binary search, linear search, search algorithm",
    "shortest_path": "shortest path, shortest paths, bellman ford, floyd warshall",
    "spanning_tree": "spanning tree",
    "travelling_salesman": "traveling salesman, travelling salesman, traveling salesperson",
    "xor": "exclusive or",
}
PHRASES: dict[str, list[tuple[str | None, list[str]]]] = {}
"""Several words in a row, under the first of them: the hint, and the words that follow, the longest first.

A phrase without a hint is there for what its words would say one by one: a sort of thing is not sorted."""
for _hint, _text in [*_PHRASES.items(), (None, "sort of, sorts of")]:
    for _phrase in _text.split(", "):
        _first, *_rest = _phrase.split()
        PHRASES.setdefault(_first, []).append((_hint, _rest))
for _same_start in PHRASES.values():
    _same_start.sort(key=lambda phrase: -len(phrase[1]))

HINT_OF_WORD = {word: hint for hint, words in WORDS.items() for word in words}

CALLS: dict[str, str] = {
    **dict.fromkeys(names("Matrix IntegerMatrix DecimalMatrix ApplyMatrix get_det_text"), "linear_algebra"),
    **dict.fromkeys(names("apply_matrix apply_transposed_matrix"), "linear_algebra"),
    "SampleSpace": "probability",
    **dict.fromkeys(
        names("get_riemann_rectangles plot_derivative_graph plot_antiderivative_graph get_area"),
        "calculus",
    ),
    **dict.fromkeys(names("get_secant_slope_group slope_of_tangent"), "calculus"),
    **dict.fromkeys(names("bitwise_xor logical_xor xor"), "xor"),
    **dict.fromkeys(names("fft ifft rfft"), "fourier"),
    "gcd": "number_theory",
    "matmul": "linear_algebra",
}
"""Constructors, functions and methods that speak for a hint by themselves."""

TEX = {
    **dict.fromkeys(names("int iint iiint oint lim partial nabla"), "calculus"),
    "oplus": "xor",
}
"""Commands inside formulas, without their backslash."""
