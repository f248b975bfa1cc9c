/** Models, dataset versions, labels and model versions. */
export const MODELS = `
CREATE TABLE platform.model (
  name text PRIMARY KEY,
  vertical text NOT NULL,
  title text NOT NULL,
  gate_policy jsonb NOT NULL,
  loop_policy jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  /** Who changed the policies last; null if they are as declared. */
  updated_by text,
  /** Training defaults and class names. */
  description jsonb
)`;

export const DATASETS = `
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
  /** Of the verdict. A verdict that arrives twice is one label. */
  event_id text NOT NULL UNIQUE
);
CREATE INDEX label_prediction ON platform.label (model_name, prediction_id, sequence DESC)`;

export const REGISTRY = `
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
  /** A job makes at most one version, however often it starts. */
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
  /** Only for a challenger. */
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
  /** When the comparison began; a second challenge is another comparison. */
  since_at timestamptz(3) NOT NULL,
  /** Merged over all replicas so far. */
  report jsonb NOT NULL,
  PRIMARY KEY (model_name, champion_id, challenger_id, mode, since_at)
)`;
