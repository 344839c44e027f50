"""The starter catalogue of foods."""
