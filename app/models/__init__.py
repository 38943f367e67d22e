"""The tables, one family a file."""

from app.models.backups import Backup, BackupCopy, BackupKey, BackupPlace, BackupPlan
from app.models.base import Instant, Journalled, Row
from app.models.customers import (
    Address,
    Contact,
    Customer,
    CustomerReader,
    CustomerTag,
    Email,
    FieldValue,
    File,
    Link,
    Membership,
    Origin,
    Phone,
    Reach,
)
from app.models.erasing import Erasure
from app.models.journal import OF_PEOPLE, BookState, Change, Operation
from app.models.keys import FormerKey, KeyHalf
from app.models.leaving import Canary, CanaryEnd, CardOpening, Export, ExportCanary, ExportEnd, ExportRequest
from app.models.listing import Listing
from app.models.lists import Field, SavedList, Setting, Stage, Tag
from app.models.team import Assignment, AssignmentRole, FailedSignIn, RolePermission, Team, User, UserRole
from app.models.touchpoints import FollowUp, TouchPoint

JOURNALLED: dict[str, type[Journalled]] = {
    model.__tablename__: model
    for model in (
        Team, UserRole, RolePermission, User, FailedSignIn, AssignmentRole, Stage, Tag, Field, Setting, SavedList,
        Customer, Contact, Membership, Phone, Email, Link, Address, CustomerTag, FieldValue, Origin, CustomerReader,
        Assignment, TouchPoint, FollowUp, ExportRequest, Export, ExportEnd, Erasure, CardOpening, Canary,
        CanaryEnd, BackupKey, Backup, BackupPlace, BackupCopy, BackupPlan,
    )
}  # fmt: skip
"""The journalled tables by name, parents before children."""

__all__ = [
    "JOURNALLED", "OF_PEOPLE", "Address", "Assignment", "AssignmentRole", "Backup", "BackupCopy", "BackupKey",
    "BackupPlace", "BackupPlan", "BookState", "Canary", "CanaryEnd", "CardOpening",
    "Change", "Contact", "Customer", "CustomerReader", "CustomerTag", "Email", "Erasure", "Export",
    "ExportCanary", "ExportEnd", "ExportRequest",
    "FailedSignIn", "Field", "FieldValue", "File", "FollowUp", "FormerKey", "Instant", "Journalled", "KeyHalf",
    "Link", "Listing", "Membership", "Operation", "Origin", "Phone", "Reach", "RolePermission", "Row", "SavedList",
    "Setting", "Stage", "Tag", "Team", "TouchPoint", "User", "UserRole",
]  # fmt: skip
