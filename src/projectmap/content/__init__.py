"""What we say about records, partnerships, communities and views: texts without any layout."""
