"""A file of pairs, scored and put back in order: what `manimill pair` does."""
