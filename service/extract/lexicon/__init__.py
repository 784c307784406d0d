"""The words of a language: their forms, generated from lemmas and classes, and its grammar as data."""
