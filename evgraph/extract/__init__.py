"""A Document turned into Findings: mentions, figures, populations, arms and claims, each with its place in the text."""
