"""The pictures of inventory and sampling: what they say, and where every stroke of them goes."""
