"""The articles, one module for each channel."""
