"""Pages of the records, one module for each part of them."""
