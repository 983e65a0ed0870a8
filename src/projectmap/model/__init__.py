"""What things are: communities, projects, partnerships, occupation, organisations, code lists."""
