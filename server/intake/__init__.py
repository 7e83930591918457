"""Spreadsheets that people hand in, read safely into cells of text: `reader.read_grid(content, file_name)`.

Nothing is imported here: the process that reads one file is to start quickly.
"""
