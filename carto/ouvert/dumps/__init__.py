"""Each night, every layer as files on disk, with their checksums; and since when something has left the public view."""
