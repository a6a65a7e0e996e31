"""Does a description fit its code, and which code does it fit if not?

`score_pairs` gives each pair a probability and a verdict, `repair_pairs` puts scrambled pairs back together.
"""

from manimill.pairing.evidence import Pair, in_common
from manimill.pairing.repair import PRECISION, Repair, Repaired, repair_pairs
from manimill.pairing.retrieval import find_codes
from manimill.pairing.scoring import MATCH, MISMATCH, Pairing, Verdict, score_pairs
from manimill.pairing.share import Share

__all__ = [
    "MATCH",
    "MISMATCH",
    "PRECISION",
    "Pair",
    "Pairing",
    "Repair",
    "Repaired",
    "Share",
    "Verdict",
    "find_codes",
    "in_common",
    "repair_pairs",
    "score_pairs",
]
