"""Readers of what others publish about foods.

Rule 1: a file is read as it comes, never whole, and known by what is in it.
Rule 2: whatever the bytes, a reader answers with foods and refusals, and raises ReadFault at most.
Rule 3: what a file does not say is absent, never zero.
"""
