"""The proofs of the ledger: an RFC 6962 tree over its events, and signed notes of its size and root.

Pure: what is stored where is the business of ``events.ledger``; everything here also runs without a database.
"""
