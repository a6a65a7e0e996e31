"""What exists: one TOML file per source, saying where it lies, on what terms, and how to read it."""

from manimill.catalog.catalog import Catalog
from manimill.catalog.entry import Fields, FieldSpec, SourceEntry

__all__ = ["Catalog", "FieldSpec", "Fields", "SourceEntry"]
