"""What judges the templates. It reads files only, so it also judges what somebody wrote by hand."""
