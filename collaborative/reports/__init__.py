"""Reports of the collaborative: what is on each page as data (contents.py), and how it is written as web page, PDF, slides and CSV."""
