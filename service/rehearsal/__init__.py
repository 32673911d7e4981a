"""A whole year of fictional clusters, played with the same commands as everything else."""
