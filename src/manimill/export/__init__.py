"""What trainers read: the conversation files, the same rows as Parquet, and the dataset card."""

from manimill.export.card import dataset_card
from manimill.export.rows import ASSETS, dataset_hash, exported_rows
from manimill.export.sharegpt import SYSTEM, conversation, fits_fence, write_sharegpt

__all__ = [
    "ASSETS",
    "SYSTEM",
    "conversation",
    "dataset_card",
    "dataset_hash",
    "exported_rows",
    "fits_fence",
    "write_sharegpt",
]
