/** The audit trail, and approvals that wait for a second person. */
export const AUDIT = `
CREATE TABLE platform.audit_entry (
  sequence bigint PRIMARY KEY CHECK (sequence > 0),
  at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  action text NOT NULL,
  subject_kind text,
  subject_id text,
  vertical text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
  reason text,
  correlation_id text NOT NULL,
  /** json, because the hash covers the text, and jsonb keeps only the value. */
  details json NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL UNIQUE,
  CHECK ((subject_kind IS NULL) = (subject_id IS NULL))
);
CREATE INDEX audit_entry_actor ON platform.audit_entry (actor_id, sequence DESC);
CREATE INDEX audit_entry_subject ON platform.audit_entry (subject_id, sequence DESC) WHERE subject_id IS NOT NULL;
CREATE INDEX audit_entry_vertical ON platform.audit_entry (vertical, sequence DESC)`;

/** A superuser can disable triggers; the chain of hashes reveals that. */
export const APPEND_ONLY = `
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON platform.audit_entry
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON platform.audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER tell_change AFTER INSERT ON platform.audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION platform.tell_change()`;

export const APPROVALS = `
CREATE TABLE platform.approval (
  id uuid PRIMARY KEY,
  action text NOT NULL,
  vertical text NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  summary text NOT NULL,
  reason text,
  payload jsonb NOT NULL,
  requested_by_id text NOT NULL,
  requested_by_name text NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'rejected', 'expired', 'failed')),
  decided_by_id text,
  decided_by_name text,
  decided_at timestamptz(3),
  note text,
  CHECK (decided_by_id IS NULL OR decided_by_id <> requested_by_id OR state = 'rejected')
);
/** People decide on one thing about a subject at a time. */
CREATE UNIQUE INDEX approval_waiting ON platform.approval (action, subject_kind, subject_id) WHERE state = 'waiting';
CREATE INDEX approval_subject ON platform.approval (subject_id, requested_at DESC);
CREATE INDEX approval_requested ON platform.approval (requested_at DESC)`;
