"""What needs no token: the front page, the probes, and the rendered API documentation."""
