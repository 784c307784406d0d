"""The reading engine: from clean text to claims with evidence. One folder of data a language."""
