"""Where articles come from again and again: folders and feeds, and the pages that they name."""
