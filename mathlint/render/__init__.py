"""Writes reports for people and programs. One file a format; a renderer never looks at how a finding was made."""
