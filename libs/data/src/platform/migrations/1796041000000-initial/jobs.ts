/** Jobs, schedules, drift and alerts. */
export const JOBS = `
CREATE TABLE platform.job (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  vertical text NOT NULL,
  model_name text NOT NULL,
  parameters jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('queued', 'active', 'cancelling', 'succeeded', 'failed', 'cancelled')),
  attempt integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL,
  progress jsonb,
  curve jsonb NOT NULL DEFAULT '[]',
  result jsonb,
  error jsonb,
  requested_by text NOT NULL,
  reason text NOT NULL,
  retry_of uuid REFERENCES platform.job,
  worker text,
  limits jsonb NOT NULL,
  /** Renewed by the trainer that runs the job; after it, another trainer may take the job. */
  lease_until timestamptz,
  /** How often the job was handed out. A trainer with an older turn may not write any more. */
  turn integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  /** The trace in which the job was requested, so that the trainer's work belongs to it. */
  trace jsonb
);
CREATE INDEX job_created ON platform.job (created_at DESC, id DESC);
CREATE INDEX job_lease ON platform.job (lease_until) WHERE status IN ('active', 'cancelling');
CREATE INDEX job_running ON platform.job (vertical, model_name, kind) WHERE status IN ('queued', 'active', 'cancelling');
CREATE TABLE platform.job_log (
  job_id uuid NOT NULL REFERENCES platform.job ON DELETE CASCADE,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  level text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (job_id, sequence)
);
CREATE TABLE platform.schedule (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,
  vertical text NOT NULL,
  model_name text NOT NULL,
  parameters jsonb NOT NULL,
  cron text NOT NULL,
  time_zone text NOT NULL,
  missed_runs text NOT NULL CHECK (missed_runs IN ('skip', 'run-once')),
  enabled boolean NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  /** Runs up to this time have been handled. */
  seen_until timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_run_at timestamptz(3),
  last_job_id uuid REFERENCES platform.job,
  last_outcome text,
  UNIQUE (vertical, name)
)`;

export const WATCH = `
CREATE TABLE platform.drift_window (
  model_name text NOT NULL,
  version_id uuid NOT NULL,
  start_at timestamptz(3) NOT NULL,
  end_at timestamptz(3) NOT NULL,
  window_state jsonb NOT NULL,
  report jsonb,
  PRIMARY KEY (model_name, version_id, start_at)
);
CREATE TABLE platform.alert (
  id uuid PRIMARY KEY,
  /** What the alert is about. At most one alert of a key is unresolved. */
  key text NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  subject text NOT NULL,
  title text NOT NULL,
  detail text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved')),
  /** Copied to the next alert of the same key. */
  silenced_until timestamptz(3),
  silenced_by text,
  opened_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  seen integer NOT NULL DEFAULT 1,
  acknowledged_by text,
  acknowledged_at timestamptz(3),
  note text,
  resolved_at timestamptz(3),
  /** Whose people see it. */
  vertical text NOT NULL DEFAULT 'platform',
  messages jsonb,
  /** The causes that were counted. */
  occurrences text[] NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX alert_unresolved ON platform.alert (key) WHERE state <> 'resolved';
CREATE INDEX alert_key ON platform.alert (key);
CREATE INDEX alert_opened ON platform.alert (opened_at DESC)`;
