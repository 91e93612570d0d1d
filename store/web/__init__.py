"""Pages and feeds from the web, fetched politely and without reaching where they must not."""
