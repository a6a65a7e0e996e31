"""What a description is: its normal form, its shingles, its meaning as a vector."""
