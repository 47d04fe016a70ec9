"""The four pictures from stock pyqtgraph items, in as few lines as its examples take; refuses every short cut.

Same data, same sizes, same lines as the program's own window: curves with wide antialiased pens and a filled gap, bars,
a graph with one pen an edge, an image with its contour and points. What the program adds (labels, marks, legends,
hover) is left out.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from regsim.app.theme import LIGHT
from regsim.snapshot import Snapshot

BINS = 60
PEN = [("red", "u1"), ("green", "u1"), ("blue", "u1"), ("alpha", "u1"), ("width", "f8")]


def plot(parent: QWidget, rect: QRect, *, axes: bool = True) -> pg.PlotWidget:
    """A plot at its place."""
    widget = pg.PlotWidget(parent, background="w")
    widget.setGeometry(rect)
    widget.showGrid(x=axes, y=axes, alpha=0.3)
    if not axes:
        widget.hideAxis("left")
        widget.hideAxis("bottom")
    return widget


class StockLoss:
    """Training and validation loss of all runs, the selected one's gap filled."""

    def __init__(self, parent: QWidget, rect: QRect, *, plain: bool) -> None:
        self.plot = plot(parent, rect)
        self.plot.setLogMode(y=True)
        widths = (1, 1) if plain else (1.3, 2.6)
        self.curves = [
            [self.plot.plot(pen=pg.mkPen(colour, width=width), antialias=not plain) for width in widths]
            for colour in LIGHT.runs
        ]
        if not plain:
            self.plot.addItem(pg.FillBetweenItem(*self.curves[0], brush=(0, 114, 178, 40)))

    def show(self, snapshot: Snapshot) -> None:
        """Draw."""
        for (train, validation), run in zip(self.curves, snapshot.runs, strict=True):
            train.setData(run.history.epoch, run.history.train_loss)
            validation.setData(run.history.epoch, run.history.validation_loss)


class StockHistogram:
    """Bars of all runs' weights."""

    def __init__(self, parent: QWidget, rect: QRect) -> None:
        self.plot = plot(parent, rect)
        self.bars = [pg.BarGraphItem(x=[0], height=[0], width=1, brush=(*pg.mkColor(c).getRgb()[:3], 120))
                     for c in LIGHT.runs]  # fmt: skip
        for bar in self.bars:
            self.plot.addItem(bar)

    def show(self, snapshot: Snapshot) -> None:
        """Draw."""
        for bar, run in zip(self.bars, snapshot.runs, strict=True):
            count, edges = np.histogram(np.concatenate([matrix.ravel() for matrix in run.weights]), BINS)
            bar.setOpts(x0=edges[:-1], width=np.diff(edges), height=count)


class StockNetwork:
    """One run's units and weights: colour by sign, width by magnitude."""

    def __init__(self, parent: QWidget, rect: QRect, run: int) -> None:
        self.run = run
        self.plot = plot(parent, rect, axes=False)
        self.graph = pg.GraphItem()
        self.plot.addItem(self.graph)

    def show(self, snapshot: Snapshot) -> None:
        """Draw."""
        run = snapshot.runs[self.run]
        sizes = [run.weights[0].shape[1], *(len(matrix) for matrix in run.weights)]
        places = np.concatenate([np.stack([np.full(n, layer), np.linspace(0, 1, n + 2)[1:-1]], 1)
                                 for layer, n in enumerate(sizes)])  # fmt: skip
        starts = np.cumsum([0, *sizes])
        edges = np.concatenate([
            np.stack([np.tile(np.arange(a), b) + starts[layer], np.repeat(np.arange(b), a) + starts[layer + 1]], 1)
            for layer, (a, b) in enumerate(pairwise(sizes))
        ])  # fmt: skip
        weights = np.concatenate([matrix.ravel() for matrix in run.weights])
        pens = np.zeros(
            len(weights), [("red", "u1"), ("green", "u1"), ("blue", "u1"), ("alpha", "u1"), ("width", "f8")]
        )
        for name, positive, negative in zip(("red", "green", "blue"), (31, 26, 102), (158, 59, 46), strict=True):
            pens[name] = np.where(weights > 0, positive, negative)
        pens["alpha"] = 255
        pens["width"] = 0.5 + 2.5 * np.abs(weights) / np.abs(weights).max()
        self.graph.setData(pos=places, adj=edges, pen=pens, size=8, symbolBrush="w", symbolPen="k", pxMode=True)


class StockField:
    """One run's probability field, the line p = ½, and the points."""

    def __init__(self, parent: QWidget, rect: QRect, run: int, snapshot: Snapshot, *, axes: bool) -> None:
        self.run = run
        self.plot = plot(parent, rect, axes=axes)
        frame = snapshot.examples.frame
        self.image = pg.ImageItem()
        self.image.setLookupTable(pg.ColorMap([0, 0.5, 1], ["#C9D2DC", "#F2F2F0", "#F5E7CE"]).getLookupTable())
        self.image.setRect(frame[0, 0], frame[1, 0], *(frame[:, 1] - frame[:, 0]))
        self.line = pg.IsocurveItem(level=0.5, pen=pg.mkPen("k", width=2))
        self.line.setParentItem(self.image)
        self.plot.addItem(self.image)
        for split, size in ((snapshot.examples.validation, 4), (snapshot.examples.train, 9)):
            for label, colour in enumerate(LIGHT.class_discs[:2]):
                points = split.x[split.y == label]
                self.plot.addItem(pg.ScatterPlotItem(points[:, 0], points[:, 1], size=size, brush=colour, pen="w"))

    def show(self, snapshot: Snapshot) -> None:
        """Draw."""
        prediction = snapshot.runs[self.run].prediction
        assert prediction is not None
        probability = prediction[:, :, 1].T
        self.image.setImage(probability, levels=(0, 1))
        self.line.setData(probability)


class StockWindow(QWidget):
    """All four pictures, the selected run's network and field large, the others' as thumbnails.

    Parameters
    ----------
    places : dict of str to QRect
        Where the program has its views: loss, weights, network, fit.
    snapshot : Snapshot
        For the points, which never change.
    plain : bool
        Thin lines without antialiasing and no filled gap: what pyqtgraph draws fastest, and looks it.
    """

    def __init__(self, places: dict[str, QRect], snapshot: Snapshot, *, plain: bool) -> None:
        super().__init__()
        pg.setConfigOptions(antialias=not plain)
        self.pictures: list[StockLoss | StockHistogram | StockNetwork | StockField] = [
            StockLoss(self, places["loss"], plain=plain),
            StockHistogram(self, places["weights"]),
        ]
        for run, rect in enumerate(_large_and_small(places["network"], len(snapshot.runs))):
            self.pictures.append(StockNetwork(self, rect, run))
        for run, rect in enumerate(_large_and_small(places["fit"], len(snapshot.runs))):
            self.pictures.append(StockField(self, rect, run, snapshot, axes=run == 0))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw all."""
        for picture in self.pictures:
            picture.show(snapshot)


def _large_and_small(rect: QRect, runs: int) -> list[QRect]:
    """The place of the selected run, and a column of thumbnails beside it."""
    column, gap = 150, 8
    height = (rect.height() - gap * (runs - 2)) // (runs - 1)
    large = QRect(rect.x(), rect.y(), rect.width() - column - gap, rect.height())
    small = [QRect(large.right() + gap, rect.y() + n * (height + gap), column, height) for n in range(runs - 1)]
    return [large, *small]
