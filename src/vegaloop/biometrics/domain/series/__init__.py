"""What devices write every few minutes, as columns of exact integers."""
