"""cfpdesk: on-site verification of a product carbon footprint, offline, signed, mergeable."""
