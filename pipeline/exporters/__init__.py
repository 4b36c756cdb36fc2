"""Plan documents to files: JSON, CSV, schemas and the data dictionary."""
