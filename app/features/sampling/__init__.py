"""The sample company, brought into a new book: any number of customers by the bulk path."""

from app.features.sampling.fill import MOST, PART, FillWithSample, SampleAnswer, fill_with_sample

__all__ = ["MOST", "PART", "FillWithSample", "SampleAnswer", "fill_with_sample"]
