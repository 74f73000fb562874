"""What can go wrong with meaning, for the doors to catch and tell.

```
EmbeddingsError
└── EncoderError      the model could not be found or loaded
```
"""

from __future__ import annotations


class EmbeddingsError(Exception):
    """The base of every error that this package raises on purpose."""


class EncoderError(EmbeddingsError):
    """A model is missing or cannot be read; the message says which, where, and what to do."""
