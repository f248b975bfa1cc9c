/** Keys of subjects, their pictures and erasures. */
export const KEYS = `
CREATE TABLE platform.data_secret (
  name text PRIMARY KEY,
  master_key_id text NOT NULL,
  wrapped bytea NOT NULL
);
CREATE TABLE platform.subject_key (
  id uuid PRIMARY KEY,
  vertical text NOT NULL,
  /** HMAC-SHA-256 (hex) of the subject's id: the id itself is not stored. */
  subject_hash text NOT NULL,
  master_key_id text NOT NULL,
  /** Null: destroyed. */
  wrapped bytea,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  destroyed_at timestamptz(3),
  CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
/** A subject that returns after an erasure gets a new key. */
CREATE UNIQUE INDEX subject_key_living ON platform.subject_key (vertical, subject_hash) WHERE destroyed_at IS NULL;
CREATE INDEX subject_key_subject ON platform.subject_key (vertical, subject_hash);
CREATE INDEX subject_key_master ON platform.subject_key (master_key_id) WHERE destroyed_at IS NULL`;

/** The rows stay after an erasure, to find the models that were trained on the pictures. */
export const PICTURES = `
CREATE TABLE platform.labelled_picture (
  vertical text NOT NULL,
  picture_sha256 text NOT NULL,
  subject_key_id uuid NOT NULL REFERENCES platform.subject_key,
  added_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  erased_at timestamptz(3),
  /** The same picture of two subjects is stored twice. */
  PRIMARY KEY (vertical, picture_sha256, subject_key_id)
);
CREATE INDEX labelled_picture_subject ON platform.labelled_picture (subject_key_id)`;

export const ERASURES = `
CREATE TABLE platform.erasure (
  id uuid PRIMARY KEY,
  vertical text NOT NULL,
  subject_hash text NOT NULL,
  reason text NOT NULL,
  requested_by text NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  /** Null until the vertical has answered. */
  report jsonb
);
CREATE INDEX erasure_requested ON platform.erasure (requested_at DESC)`;
