"""Every table of a file, whatever its headers: cells found by rules or by white, tables joined over pages."""
