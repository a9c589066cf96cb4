"""Opens the files an office keeps its notices in: Word, Excel, PDF, web pages, text.

The parsers run in a child process with limits (``guarded``, ``__main__``): a file comes from
outside, and whatever it does to a parser must not reach the service.
"""
