"""The sample company, brought into a new book: any number of customers by the bulk path."""

from app.features.sampling.fill import MOST, PART, FillWithSample, SampleAnswer, fill_with_sample
from app.features.sampling.lots import Picked, is_sample, picked

__all__ = ["MOST", "PART", "FillWithSample", "Picked", "SampleAnswer", "fill_with_sample", "is_sample", "picked"]
