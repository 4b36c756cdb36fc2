"""What a publication says of itself: publisher, data package, DCAT, and the portal's form."""
