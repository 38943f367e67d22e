"""Touch points: every exchange between us and a customer."""

from app.features.touchpoints.acts import (
    CorrectTouchPoint,
    LogTouchPoint,
    RestoreTouchPoint,
    WithdrawTouchPoint,
)
from app.features.touchpoints.firm import (
    TouchCount,
    TouchFilter,
    contact_roles,
    count_touch_points,
    firm_time_line,
    touches_per_day,
)
from app.features.touchpoints.time_line import Promise, TimeLineEntry, time_line, touch_point

__all__ = [
    "CorrectTouchPoint", "LogTouchPoint", "Promise", "RestoreTouchPoint", "TimeLineEntry", "TouchCount",
    "TouchFilter", "WithdrawTouchPoint", "contact_roles", "count_touch_points", "firm_time_line", "time_line",
    "touch_point", "touches_per_day",
]  # fmt: skip
