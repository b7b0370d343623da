"""What a file really is, told by its bytes and its structure, never by its name.

Files come from strangers, and the libraries that read them have had faults: so this runs in a
process of its own (``python -m backend.files.content FILE``), with little memory and time, and
knows nothing of Django or the database.
"""
