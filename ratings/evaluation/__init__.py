"""Measures the product's own rating arithmetic on public data sets, beside the usual ways; batch work only."""
