"""What scripts/bench and scripts/tune share: the Python standard library and nothing else."""
