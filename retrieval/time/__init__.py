"""Questions about a certain time, and how old what answers them is."""
