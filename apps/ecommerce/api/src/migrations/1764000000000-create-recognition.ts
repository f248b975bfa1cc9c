import { type MigrationInterface, type QueryRunner } from '@lintel/data';

export class CreateRecognition1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ecommerce.recognition (
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        id uuid NOT NULL,
        created_at timestamptz(3) NOT NULL,
        deleted_at timestamptz(3),
        file_name text NOT NULL,
        width integer NOT NULL,
        height integer NOT NULL,
        model_name text NOT NULL,
        model_sha256 text NOT NULL,
        latency_ms double precision NOT NULL,
        class_name text NOT NULL,
        probability double precision NOT NULL,
        unsure boolean NOT NULL,
        top jsonb NOT NULL,
        thumbnail bytea NOT NULL,
        CONSTRAINT recognition_pkey PRIMARY KEY (sequence)
      )`);
    await runner.query('CREATE UNIQUE INDEX recognition_id ON ecommerce.recognition (id)');
    await runner.query(
      'CREATE INDEX recognition_class ON ecommerce.recognition (class_name, sequence) WHERE deleted_at IS NULL',
    );
    await runner.query(
      'CREATE INDEX recognition_unsure ON ecommerce.recognition (unsure, sequence) WHERE deleted_at IS NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ecommerce.recognition');
  }
}
