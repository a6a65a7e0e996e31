"""The report's section on the split."""
from __future__ import annotations
from collections.abc import Mapping
from typing import Any
import polars as pl


def split_section(split: Mapping[str, Any], sides: Mapping[str, pl.DataFrame]) -> str:
    return ""
