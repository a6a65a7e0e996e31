"""What a description is: its normal form, its words, its shingles, its meaning as a vector."""
