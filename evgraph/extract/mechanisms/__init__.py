"""What a text says about how things act: pairs of names turned into signs, sentences into events.

`triggers` holds the words, `tokens` and `phrases` the sentence, `agents` who acts, `events` who does what to whom,
`signs` the sign of a pair known to be related.
"""
