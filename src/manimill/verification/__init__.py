"""Verifying: what the user points at, scene by scene, with a verdict on each."""

from manimill.verification.candidates import Candidate, Found
from manimill.verification.flow import Verified, verify
from manimill.verification.targets import find_scenes

__all__ = ["Candidate", "Found", "Verified", "find_scenes", "verify"]
