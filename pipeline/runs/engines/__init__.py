"""What reads the files of a run: processes of this machine, or a cluster."""
