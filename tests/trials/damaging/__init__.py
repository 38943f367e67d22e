"""The parts of the trial of damaged books: what is damaged, and what a desk does with the book then."""
