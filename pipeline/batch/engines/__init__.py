"""Where the files are read: in processes on this machine, or elsewhere behind the same interface."""
