"""The logistic model that says how likely parties stand in roles that nobody fills: weights of what holds of them."""

from functools import lru_cache
from importlib import resources
from math import exp, fsum

import msgspec

from service.extract.language_files import decode_json


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """The model: from how many articles and triggers it was fitted, the threshold, and the weight of each feature."""

    articles: int
    questions: int
    penalty: float
    threshold: float
    bias: float
    weights: dict[str, float]

    def score(self, features: frozenset[str]) -> float:
        """The probability that the act is told of these parties."""
        # fsum: the same whatever the order of the features, so that reading an article again gives the same.
        return 1 / (1 + exp(-fsum([self.bias, *[self.weights.get(feature, 0.0) for feature in features]])))


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The model that is shipped."""
    text = resources.files("service.extract").joinpath("roles.json").read_bytes()
    return decode_json(text, Weights)
