"""The brief of a comparison: one HTML file that opens anywhere, with figures, settings, uncertainty and limits in it.

content.py       what stands in it, as plain values
brief.html.jinja how it looks; whatever a user named is escaped
"""

from trustsim.documentation.brief.content import brief, csv_of, prepared

__all__ = ["brief", "csv_of", "prepared"]
