"""The five kinds of extract, as kinds of file."""
