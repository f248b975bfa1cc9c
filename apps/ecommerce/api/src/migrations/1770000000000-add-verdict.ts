import { type MigrationInterface, type QueryRunner } from '@lintel/data';

/** Which version of the registry answered, what a person says of it, and what a later version would answer. */
export class AddVerdict1770000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ecommerce.recognition
        ADD model_version_id uuid,
        ADD verdict_class text,
        ADD verdict_author text,
        ADD verdict_at timestamptz(3)`);
    await runner.query(
      'CREATE INDEX recognition_verdict ON ecommerce.recognition (sequence) WHERE verdict_class IS NOT NULL AND deleted_at IS NULL',
    );
    await runner.query(`
      CREATE TABLE ecommerce.reassessment (
        recognition_id uuid NOT NULL,
        model_version_id uuid NOT NULL,
        class_name text NOT NULL,
        probability double precision NOT NULL,
        unsure boolean NOT NULL,
        made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (model_version_id, recognition_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ecommerce.reassessment');
    await runner.query(`
      ALTER TABLE ecommerce.recognition
        DROP model_version_id, DROP verdict_class, DROP verdict_author, DROP verdict_at`);
  }
}
