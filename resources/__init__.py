"""The program's own files: icons, texts, the tables of the sample company. Found through app.computer.resources."""
