"""The canvas: a document with its spans, painted, and worked on by mouse and keyboard."""

from desktop.canvas.view import Canvas

__all__ = ["Canvas"]
