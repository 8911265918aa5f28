"""Which tables does the lifecycle own?"""

from lifecycle.models.accounts import Account, Contact
from lifecycle.models.audit import AuditEvent, AuditHead, AuditLink, Heartbeat
from lifecycle.models.evidence import Approval, DecisionRecord, Evidence, Exemption
from lifecycle.models.leave import LeaveRequest
from lifecycle.models.modules import Module
from lifecycle.models.plans import Milestone, MilestoneMove, SunsetPlan
from lifecycle.models.shutdown import Brownout, Straggler, Switch, Wave
from lifecycle.models.tokens import MachineToken
from lifecycle.models.users import Membership, User

__all__ = [
    "Account",
    "Approval",
    "AuditEvent",
    "AuditHead",
    "AuditLink",
    "Brownout",
    "Contact",
    "DecisionRecord",
    "Evidence",
    "Exemption",
    "Heartbeat",
    "LeaveRequest",
    "MachineToken",
    "Membership",
    "Milestone",
    "MilestoneMove",
    "Module",
    "Straggler",
    "SunsetPlan",
    "Switch",
    "User",
    "Wave",
]
