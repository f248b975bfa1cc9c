import { type MigrationInterface, type QueryRunner } from '@lintel/data';

/**
 * What is personal lies sealed. A migration has no key: the plain columns may be empty from now on, and the rows from
 * before are sealed after the next start of the api (see `PlainRows`).
 */
export class SealPersonal1770000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ecommerce.recognition
        ADD subject_key_id uuid,
        ADD file_name_sealed bytea,
        ADD thumbnail_sealed bytea,
        ALTER file_name DROP NOT NULL,
        ALTER thumbnail DROP NOT NULL`);
    await runner.query('CREATE INDEX recognition_subject ON ecommerce.recognition (subject_key_id)');
    await runner.query(
      'CREATE INDEX recognition_plain ON ecommerce.recognition (sequence) WHERE file_name_sealed IS NULL',
    );
    await runner.query(`
      CREATE VIEW ecommerce.subject_holding AS
        SELECT subject_key_id, 'recognition' AS kind, count(*) AS count FROM ecommerce.recognition
        WHERE subject_key_id IS NOT NULL GROUP BY subject_key_id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW ecommerce.subject_holding');
    await runner.query(`
      ALTER TABLE ecommerce.recognition
        DROP subject_key_id, DROP file_name_sealed, DROP thumbnail_sealed,
        ALTER file_name SET NOT NULL, ALTER thumbnail SET NOT NULL`);
  }
}
