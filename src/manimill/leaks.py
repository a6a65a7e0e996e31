"""The proof that nothing leaks from train to test, from the exported rows alone."""
