"""What the scenarios share: processes under the clock, contestants, corpora, and what is told of them."""
