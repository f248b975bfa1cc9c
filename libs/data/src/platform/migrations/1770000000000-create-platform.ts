import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Jobs, datasets, models and their monitoring: shared by all verticals and the console. */
export class CreatePlatform1770000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [MODELS, DATASETS, REGISTRY, JOBS, WATCH, IMMUTABLE, CHANGES])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA platform CASCADE');
  }
}

const MODELS = `
CREATE TABLE platform.model (
  name text PRIMARY KEY,
  vertical text NOT NULL,
  title text NOT NULL,
  gate_policy jsonb NOT NULL,
  loop_policy jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  /** Who changed the policies last; null: they are as declared. */
  updated_by text
)`;

const DATASETS = `
CREATE TABLE platform.dataset_version (
  id uuid PRIMARY KEY,
  model_name text NOT NULL REFERENCES platform.model,
  number integer NOT NULL,
  content_hash text NOT NULL,
  test_set_hash text NOT NULL,
  class_names jsonb NOT NULL,
  counts jsonb NOT NULL,
  base jsonb NOT NULL,
  labels integer NOT NULL,
  up_to_label bigint NOT NULL,
  split jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  UNIQUE (model_name, number),
  UNIQUE (model_name, content_hash)
);
CREATE TABLE platform.label (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  model_name text NOT NULL,
  prediction_id text NOT NULL,
  picture_sha256 text NOT NULL,
  predicted_class text NOT NULL,
  class_name text,
  author text NOT NULL,
  given_at timestamptz(3) NOT NULL,
  /** Of the verdict: told twice, it is one label. */
  event_id text NOT NULL UNIQUE
);
CREATE INDEX label_prediction ON platform.label (model_name, prediction_id, sequence DESC)`;

const REGISTRY = `
CREATE TABLE platform.model_version (
  id uuid PRIMARY KEY,
  model_name text NOT NULL REFERENCES platform.model,
  number integer NOT NULL,
  manifest jsonb NOT NULL,
  manifest_sha256 text NOT NULL,
  key_id text NOT NULL,
  /** Folder of its files in the artefact store. */
  artifacts text NOT NULL,
  dataset_version_id uuid REFERENCES platform.dataset_version,
  /** A job makes one version at most, however often it is begun. */
  job_id uuid UNIQUE,
  model_card text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  created_by text NOT NULL,
  UNIQUE (model_name, number)
);
CREATE TABLE platform.gate_report (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version_id uuid NOT NULL REFERENCES platform.model_version,
  passed boolean NOT NULL,
  report jsonb NOT NULL,
  decided_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX gate_report_version ON platform.gate_report (version_id, sequence DESC);
CREATE TABLE platform.model_alias (
  model_name text NOT NULL REFERENCES platform.model,
  alias text NOT NULL CHECK (alias IN ('champion', 'challenger')),
  version_id uuid NOT NULL REFERENCES platform.model_version,
  /** Of a challenger. */
  mode jsonb,
  since timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  by text NOT NULL,
  PRIMARY KEY (model_name, alias)
);
CREATE TABLE platform.promotion (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model_name text NOT NULL REFERENCES platform.model,
  action text NOT NULL CHECK (action IN ('promote', 'roll-back', 'challenge', 'withdraw')),
  from_version_id uuid REFERENCES platform.model_version,
  to_version_id uuid REFERENCES platform.model_version,
  by text NOT NULL,
  by_rule boolean NOT NULL,
  reason text,
  overridden boolean NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX promotion_model ON platform.promotion (model_name, sequence DESC);
CREATE TABLE platform.challenge_report (
  model_name text NOT NULL,
  champion_id uuid NOT NULL,
  challenger_id uuid NOT NULL,
  mode text NOT NULL,
  /** Since when the two have stood side by side: a second challenge begins anew. */
  since_at timestamptz(3) NOT NULL,
  /** Merged over all replicas so far. */
  report jsonb NOT NULL,
  PRIMARY KEY (model_name, champion_id, challenger_id, mode, since_at)
)`;

const JOBS = `
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
  /** Whoever has it renews this; past it the job is free for another trainer. */
  lease_until timestamptz,
  /** Counts how often it was handed out: who was handed out an older turn may write nothing any more. */
  turn integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz(3),
  ended_at timestamptz(3)
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
  /** Runs up to here have been seen to. */
  seen_until timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_run_at timestamptz(3),
  last_job_id uuid REFERENCES platform.job,
  last_outcome text,
  UNIQUE (vertical, name)
)`;

const WATCH = `
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
  /** What it is about: at most one of a key is not resolved. */
  key text NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  subject text NOT NULL,
  title text NOT NULL,
  detail text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved')),
  /** Carried on to the next alert of the key. */
  silenced_until timestamptz(3),
  silenced_by text,
  opened_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  seen integer NOT NULL DEFAULT 1,
  acknowledged_by text,
  acknowledged_at timestamptz(3),
  note text,
  resolved_at timestamptz(3)
);
CREATE UNIQUE INDEX alert_unresolved ON platform.alert (key) WHERE state <> 'resolved';
CREATE INDEX alert_key ON platform.alert (key);
CREATE INDEX alert_opened ON platform.alert (opened_at DESC)`;

/** What is registered stays as it was, whoever asks. */
const IMMUTABLE = `
CREATE FUNCTION platform.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% in platform.% is not allowed: what is registered is never changed', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON platform.model_version
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON platform.dataset_version
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON platform.label
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON platform.promotion
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change()`;

/** Tells listeners which table changed, and which row by its id or its model, so that screens are live. */
const CHANGES = `
CREATE FUNCTION platform.tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed jsonb := to_jsonb(COALESCE(NEW, OLD));
BEGIN
  PERFORM pg_notify('platform_change', json_build_object(
    'table', TG_TABLE_NAME,
    'id', COALESCE(changed ->> 'id', changed ->> 'job_id', changed ->> 'version_id'),
    'modelName', changed ->> 'model_name')::text);
  RETURN NULL;
END $$;
${[
  'model',
  'dataset_version',
  'label',
  'model_version',
  'gate_report',
  'model_alias',
  'challenge_report',
  'job',
  'job_log',
  'schedule',
  'drift_window',
  'alert',
]
  .map(
    (table) => `CREATE TRIGGER tell_change AFTER INSERT OR UPDATE OR DELETE ON platform.${table}
  FOR EACH ROW EXECUTE FUNCTION platform.tell_change();`,
  )
  .join('\n')}`;
