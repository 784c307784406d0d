"""Views built anew beside the live ones, by several processes, and put in their place."""
