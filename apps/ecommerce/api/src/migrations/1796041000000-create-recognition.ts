import { type MigrationInterface, type QueryRunner } from '@lintel/data';

/** Recognitions with what people said about them, and their pictures. Personal data is sealed. */
export class CreateRecognition1796041000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [RECOGNITION, REASSESSMENT, ORIGINALS, HOLDING]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW ecommerce.subject_holding');
    await runner.query('DROP TABLE ecommerce.original_picture, ecommerce.reassessment, ecommerce.recognition');
  }
}

const RECOGNITION = `
CREATE TABLE ecommerce.recognition (
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  deleted_at timestamptz(3),
  width integer NOT NULL,
  height integer NOT NULL,
  model_name text NOT NULL,
  model_sha256 text NOT NULL,
  latency_ms double precision NOT NULL,
  class_name text NOT NULL,
  probability double precision NOT NULL,
  unsure boolean NOT NULL,
  top jsonb NOT NULL,
  /** Version in the registry. */
  model_version_id uuid,
  verdict_class text,
  verdict_author text,
  verdict_at timestamptz(3),
  subject_key_id uuid NOT NULL,
  file_name_sealed bytea NOT NULL,
  thumbnail_sealed bytea NOT NULL,
  unsure_reason text,
  CONSTRAINT recognition_pkey PRIMARY KEY (sequence)
);
CREATE UNIQUE INDEX recognition_id ON ecommerce.recognition (id);
CREATE INDEX recognition_class ON ecommerce.recognition (class_name, sequence) WHERE deleted_at IS NULL;
CREATE INDEX recognition_unsure ON ecommerce.recognition (unsure, sequence) WHERE deleted_at IS NULL;
CREATE INDEX recognition_verdict ON ecommerce.recognition (sequence)
  WHERE verdict_class IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX recognition_subject ON ecommerce.recognition (subject_key_id);
CREATE INDEX recognition_deleted ON ecommerce.recognition (deleted_at, sequence) WHERE deleted_at IS NOT NULL;
CREATE INDEX recognition_created ON ecommerce.recognition (created_at) WHERE deleted_at IS NULL`;

/** What a later version of the model would answer. */
const REASSESSMENT = `
CREATE TABLE ecommerce.reassessment (
  recognition_id uuid NOT NULL,
  model_version_id uuid NOT NULL,
  class_name text NOT NULL,
  probability double precision NOT NULL,
  unsure boolean NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (model_version_id, recognition_id)
)`;

/** Pictures as received, sealed, so that a label is made of what the model saw. They are removed with their row. */
const ORIGINALS = `
CREATE TABLE ecommerce.original_picture (
  recognition_id uuid PRIMARY KEY REFERENCES ecommerce.recognition (id) ON DELETE CASCADE,
  received_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  picture_sealed bytea NOT NULL
);
/** Sealed bytes cannot be compressed. */
ALTER TABLE ecommerce.original_picture ALTER picture_sealed SET STORAGE EXTERNAL;
CREATE INDEX original_picture_received ON ecommerce.original_picture (received_at)`;

const HOLDING = `
CREATE VIEW ecommerce.subject_holding AS
  SELECT subject_key_id, 'recognition' AS kind, count(*) AS count FROM ecommerce.recognition GROUP BY subject_key_id`;
