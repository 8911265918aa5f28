"""Which tables does the lifecycle own?"""

from lifecycle.models.accounts import Account, Contact
from lifecycle.models.affected import AffectedDay, AffectedSubject
from lifecycle.models.assessment import ModuleCapability, Scenario, ScenarioScore
from lifecycle.models.assessment_records import AssessmentChange, DecisionDossier, RiskBacking, RiskTaken
from lifecycle.models.assessment_voices import DependantAnswer, PlanEffect, PlanRemark
from lifecycle.models.audit import AuditEvent, AuditHead, AuditLink, Heartbeat
from lifecycle.models.dates import DateBacking, DateRequest
from lifecycle.models.evidence import Approval, DecisionRecord, Evidence, Exemption
from lifecycle.models.leave import LeaveRequest
from lifecycle.models.modules import Module
from lifecycle.models.plans import Milestone, MilestoneMove, SunsetPlan
from lifecycle.models.shutdown import Brownout, Straggler, Switch, Wave
from lifecycle.models.tokens import MachineToken
from lifecycle.models.users import Membership, User

__all__ = [
    "Account",
    "AffectedDay",
    "AffectedSubject",
    "Approval",
    "AssessmentChange",
    "AuditEvent",
    "AuditHead",
    "AuditLink",
    "Brownout",
    "Contact",
    "DateBacking",
    "DateRequest",
    "DecisionDossier",
    "DecisionRecord",
    "DependantAnswer",
    "Evidence",
    "Exemption",
    "Heartbeat",
    "LeaveRequest",
    "MachineToken",
    "Membership",
    "Milestone",
    "MilestoneMove",
    "Module",
    "ModuleCapability",
    "PlanEffect",
    "PlanRemark",
    "RiskBacking",
    "RiskTaken",
    "Scenario",
    "ScenarioScore",
    "Straggler",
    "SunsetPlan",
    "Switch",
    "User",
    "Wave",
]
