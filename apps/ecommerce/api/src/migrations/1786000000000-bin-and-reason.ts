import { type MigrationInterface, type QueryRunner } from '@lintel/data';

/** The bin is listed by the time of deletion, the history by dates; why an answer was unsure is kept with it. */
export class BinAndReason1786000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ecommerce.recognition ADD unsure_reason text');
    await runner.query(
      'CREATE INDEX recognition_deleted ON ecommerce.recognition (deleted_at, sequence) WHERE deleted_at IS NOT NULL',
    );
    await runner.query(
      'CREATE INDEX recognition_created ON ecommerce.recognition (created_at) WHERE deleted_at IS NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ecommerce.recognition_deleted, ecommerce.recognition_created');
    await runner.query('ALTER TABLE ecommerce.recognition DROP unsure_reason');
  }
}
