/** Incidents, their tasks with clocks, hand-overs and evidence, as they enter and leave the server. */
import { type Static, Type } from 'typebox'
import { MarkingViewSchema } from '../../engine/sharing/public.ts'
import {
  BasisSchema,
  DEADLINE_KINDS,
  FlagSchema,
  JurisdictionSchema,
  TaskPreviewSchema,
} from '../../environment/duties/public.ts'
import {
  BilingualSchema,
  DutyRoleSchema,
  NamedSchema,
  Nullable,
  PermissionSchema,
  PlaceSchema,
  WarningLevelSchema,
} from '../warn/public.ts'
import { FormerMemberSchema, GapSchema, LevelNameSchema, ResponseSchema, TaskCountsSchema } from './model-acts.ts'

export const TASK_STATUSES = ['waiting', 'open', 'accepted', 'blocked', 'done', 'waived', 'not_applicable'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]
export const PHASES = ['detect', 'control', 'handover', 'recover'] as const
export type Phase = (typeof PHASES)[number]
export const PhaseSchema = Type.Enum(PHASES)

export const ClockSchema = Type.Object({
  kind: Type.Enum(DEADLINE_KINDS),
  /** When the trigger happened; null while it has not. */
  startedAt: Nullable(Type.String()),
  /** Null before the start, and where the holiday calendar of the year is not loaded (`calendarMissing`). */
  dueAt: Nullable(Type.String()),
  calendarMissing: Type.Boolean(),
  due: Type.Object({ amount: Type.Integer(), unit: Type.String() }),
  trigger: NamedSchema,
  basis: Nullable(
    Type.Object({
      instrument: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      article: Type.String(),
      verification: Type.String(),
    }),
  ),
  remindedAt: Nullable(Type.String()),
  /** The next role of the accountable agency was told, before it broke. */
  pressedAt: Nullable(Type.String()),
  escalatedAt: Nullable(Type.String()),
  /** The lead's commander was told. */
  escalatedFurtherAt: Nullable(Type.String()),
  /** Standing since, and why; the due time is then as it was at that moment and moves on by the length of the pause. */
  pausedAt: Nullable(Type.String()),
  pauseReason: Nullable(Type.String()),
  /** How long it has stood before, in all. */
  pausedMinutes: Type.Integer(),
  /** What was said about a clock that cannot be paused. */
  explained: Nullable(Type.String()),
  overdue: Type.Boolean(),
})
export type Clock = Static<typeof ClockSchema>

export const OfficerSchema = Type.Object({ zh: Type.String(), en: Type.String() })

export const HandoverSchema = Type.Object({
  id: Type.String(),
  from: NamedSchema,
  to: NamedSchema,
  note: Type.String(),
  offeredAt: Type.String(),
  offeredBy: Type.Object({ post: NamedSchema, officer: Nullable(OfficerSchema) }),
  /** Incomplete until accepted. */
  state: Type.Union([
    Type.Literal('offered'),
    Type.Literal('accepted'),
    Type.Literal('refused'),
    Type.Literal('withdrawn'),
  ]),
  answeredAt: Nullable(Type.String()),
  /** The receipt: who took it over. */
  answeredBy: Nullable(Type.Object({ post: NamedSchema, officer: Nullable(OfficerSchema) })),
  reason: Nullable(Type.String()),
  can: Type.Object({ accept: PermissionSchema, refuse: PermissionSchema, withdraw: PermissionSchema }),
})
export type Handover = Static<typeof HandoverSchema>

export const TaskSchema = Type.Object({
  id: Type.String(),
  /** Null for a task that only carries a clock that no template uses. */
  template: Nullable(Type.String()),
  deadline: Nullable(Type.String()),
  title: BilingualSchema,
  evidence: BilingualSchema,
  phase: PhaseSchema,
  /** The accountable agency: never empty. */
  agency: NamedSchema,
  assignee: Nullable(Type.Object({ post: NamedSchema, officer: Nullable(OfficerSchema) })),
  /** Others of its agency who work on it; without an officer as long as nobody at that post has accepted. */
  assignees: Type.Array(
    Type.Object({ post: NamedSchema, officer: Nullable(OfficerSchema), acceptedAt: Nullable(Type.String()) }),
  ),
  status: Type.Enum(TASK_STATUSES),
  blockedAt: Nullable(Type.String()),
  /** Why somebody added it by hand; null for what follows from a duty or a deadline. */
  added: Nullable(Type.String()),
  /** The act that its officer may still take back, and until when. */
  undo: Nullable(Type.Object({ until: Type.String(), what: BilingualSchema })),
  /** Another open task that is the same work and due earlier. */
  twin: Nullable(Type.Object({ id: Type.String(), title: BilingualSchema })),
  /** The risk type that it belongs to, where an incident has more than one. */
  strand: Type.String(),
  /** The caller's post takes part in it, or it waits for the caller's agency and nobody has taken it. */
  mine: Type.Boolean(),
  /** Why it is blocked, waived or not applicable, or what was noted when it was done. */
  note: Nullable(Type.String()),
  clock: ClockSchema,
  /** The offer that waits for its receipt; null when there is none. */
  handover: Nullable(HandoverSchema),
  /** Every hand-over of the task, oldest first. */
  chain: Type.Array(HandoverSchema),
  conditional: Type.Boolean(),
  unowned: Type.Boolean(),
  /** The law behind it changed and nobody has confirmed the row yet: why, and what took its place. */
  review: Type.Array(FlagSchema),
  can: Type.Object({
    accept: PermissionSchema,
    complete: PermissionSchema,
    handOver: PermissionSchema,
    block: PermissionSchema,
    unblock: PermissionSchema,
    waive: PermissionSchema,
    notApplicable: PermissionSchema,
    pause: PermissionSchema,
    resume: PermissionSchema,
    explain: PermissionSchema,
    assign: PermissionSchema,
    join: PermissionSchema,
    takeOver: PermissionSchema,
    undo: PermissionSchema,
    fold: PermissionSchema,
  }),
})
export type Task = Static<typeof TaskSchema>

export const MyTaskSchema = Type.Object({
  ...TaskSchema.properties,
  incident: Type.Object({ id: Type.String(), no: Type.String(), title: Type.String() }),
})
export type MyTask = Static<typeof MyTaskSchema>
export const MyTasksSchema = Type.Object({
  rows: Type.Array(MyTaskSchema),
  counts: TaskCountsSchema,
  /** Settled by the caller a moment ago, and still to be taken back. */
  undoable: Type.Array(MyTaskSchema),
})
export type MyTasks = Static<typeof MyTasksSchema>

export const EvidenceSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  mediaType: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  taskId: Nullable(Type.String()),
  agency: NamedSchema,
  officer: Nullable(OfficerSchema),
  at: Type.String(),
})
export type Evidence = Static<typeof EvidenceSchema>

export const MemberSchema = Type.Object({
  agency: NamedSchema,
  role: DutyRoleSchema,
  /** Which duty row says so, in words. */
  why: BilingualSchema,
  row: Nullable(Type.String()),
  /** True once an officer of the agency has confirmed presence or acted here. */
  present: Type.Boolean(),
  presentAt: Nullable(Type.String()),
  /** False: the agency has no post at this site. */
  reachable: Type.Boolean(),
  gaps: Type.Array(GapSchema),
  /** What it has contributed so far. */
  given: Type.Object({ tasks: Type.Integer(), files: Type.Integer() }),
  can: Type.Object({ dismiss: PermissionSchema }),
})
export type Member = Static<typeof MemberSchema>

export const TimelineEntrySchema = Type.Object({
  at: Type.String(),
  act: Type.String(),
  text: BilingualSchema,
  taskId: Nullable(Type.String()),
  strand: Type.String(),
  /** `officer` is null for what the platform did by a clock. */
  actor: Type.Object({ agency: NamedSchema, post: NamedSchema, officer: Nullable(OfficerSchema) }),
})
export type TimelineEntry = Static<typeof TimelineEntrySchema>

export const IncidentRowSchema = Type.Object({
  id: Type.String(),
  no: Type.String(),
  title: Type.String(),
  riskType: NamedSchema,
  place: Type.String(),
  phase: PhaseSchema,
  /** The level of its warning, where the caller may see it. */
  level: Nullable(WarningLevelSchema),
  response: LevelNameSchema,
  lead: NamedSchema,
  /** Where it was folded into. */
  mergedInto: Nullable(Type.Object({ id: Type.String(), no: Type.String(), title: Type.String() })),
  openedAt: Type.String(),
  closedAt: Nullable(Type.String()),
  tasks: Type.Object({ done: Type.Integer(), of: Type.Integer(), overdue: Type.Integer() }),
})
export type IncidentRow = Static<typeof IncidentRowSchema>
export const IncidentListSchema = Type.Object({ rows: Type.Array(IncidentRowSchema), next: Nullable(Type.String()) })

export const IncidentSchema = Type.Object({
  ...IncidentRowSchema.properties,
  jurisdiction: JurisdictionSchema,
  openedBy: Type.Object({ agency: NamedSchema, post: NamedSchema, officer: Nullable(OfficerSchema) }),
  members: Type.Array(MemberSchema),
  former: Type.Array(FormerMemberSchema),
  /** Agencies at this site that are not members. */
  candidates: Type.Array(NamedSchema),
  responding: ResponseSchema,
  /** Risk types that come together here, the incident's own first; one where it is a single one. */
  strands: Type.Array(NamedSchema),
  folded: Type.Array(
    Type.Object({ id: Type.String(), no: Type.String(), title: Type.String(), mergedAt: Type.String() }),
  ),
  /** Two leads, no lead, an interim lead because nobody owns the risk: what must be settled by people. */
  conflicts: Type.Array(BilingualSchema),
  tasks: Type.Array(TaskSchema),
  /** Newest first. */
  timeline: Type.Array(TimelineEntrySchema),
  evidence: Type.Array(EvidenceSchema),
  signals: Type.Array(
    Type.Object({ id: Type.String(), title: BilingualSchema, at: Type.String(), strand: Nullable(Type.String()) }),
  ),
  warnings: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      level: WarningLevelSchema,
      at: Type.String(),
      strand: Type.String(),
    }),
  ),
  warning: Nullable(Type.Object({ id: Type.String(), title: Type.String(), level: WarningLevelSchema })),
  /** Events that start clocks here: recorded ones carry their time. */
  triggers: Type.Array(
    Type.Object({
      ...NamedSchema.properties,
      recordedAt: Nullable(Type.String()),
      /** How many clocks it starts. */
      clocks: Type.Integer(),
      can: PermissionSchema,
    }),
  ),
  close: Type.Object({
    allowed: Type.Boolean(),
    reasons: Type.Array(BilingualSchema),
    /** What signing does, and what it leaves: to be read before it is signed. */
    effects: Type.Array(BilingualSchema),
  }),
  summary: Nullable(Type.String()),
  can: Type.Object({
    record: PermissionSchema,
    addEvidence: PermissionSchema,
    confirmPresence: PermissionSchema,
    note: PermissionSchema,
    addMember: PermissionSchema,
    changeLead: PermissionSchema,
    addTask: PermissionSchema,
    addTaskForOthers: PermissionSchema,
    attach: PermissionSchema,
    merge: PermissionSchema,
  }),
  legal: Type.Array(BasisSchema),
  marking: Nullable(MarkingViewSchema),
})
export type Incident = Static<typeof IncidentSchema>

export const IncidentDraftSchema = Type.Object({
  title: BilingualSchema,
  riskType: Nullable(NamedSchema),
  place: PlaceSchema,
  jurisdiction: JurisdictionSchema,
  lead: Nullable(NamedSchema),
  members: Type.Array(Type.Omit(MemberSchema, ['present', 'presentAt', 'gaps', 'given', 'can'])),
  conflicts: Type.Array(BilingualSchema),
  tasks: Type.Array(TaskPreviewSchema),
  warningId: Nullable(Type.String()),
  signalIds: Type.Array(Type.String()),
})
export type IncidentDraft = Static<typeof IncidentDraftSchema>

const IdSchema = Type.String({ format: 'uuid' })
const ReasonSchema = Type.String({ minLength: 1, maxLength: 2000 })
export const IdParamsSchema = Type.Object({ id: IdSchema })
export const IncidentQuerySchema = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('all')])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
export const IncidentDraftQuerySchema = Type.Object({
  warningId: Type.Optional(IdSchema),
  signalId: Type.Optional(IdSchema),
  riskType: Type.Optional(Type.String({ maxLength: 80 })),
  place: Type.Optional(PlaceSchema),
  jurisdiction: Type.Optional(JurisdictionSchema),
})
export const OpenIncidentSchema = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 200 }),
  riskType: Type.String({ maxLength: 80 }),
  place: PlaceSchema,
  jurisdiction: JurisdictionSchema,
  warningId: Type.Optional(Nullable(IdSchema)),
  signalIds: Type.Array(IdSchema, { maxItems: 100 }),
})
export type OpenIncident = Static<typeof OpenIncidentSchema>
export const CompleteTaskSchema = Type.Object({
  note: Type.Optional(Type.String({ maxLength: 2000 })),
  evidenceIds: Type.Array(IdSchema, { maxItems: 50 }),
})
export const ReasonBodySchema = Type.Object({ reason: ReasonSchema })
export const HandOverSchema = Type.Object({ toAgency: Type.String({ maxLength: 41 }), note: ReasonSchema })
export const RecordEventSchema = Type.Object({
  trigger: Type.String({ maxLength: 60 }),
  /** When it happened; now unless told. A clock counts from the event, not from its entry. Never in the future. */
  occurredAt: Type.Optional(Type.String({ format: 'date-time' })),
  note: Type.Optional(Type.String({ maxLength: 2000 })),
})
export const CloseIncidentSchema = Type.Object({ summary: ReasonSchema })
export const EvidenceQuerySchema = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  taskId: Type.Optional(IdSchema),
})
export const StoredEvidenceSchema = Type.Object({ id: Type.String(), sha256: Type.String() })
export const HandoverCreatedSchema = Type.Object({ handoverId: Type.String() })

/** Largest file taken as evidence. Judgement: a phone's photo or a scanned report fits several times over. */
export const EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
