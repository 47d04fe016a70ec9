"""The lesson beside the laboratory: its panel, and who leads through the scenes; refuses to know any scene by name."""
