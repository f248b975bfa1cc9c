import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The trace in which a job was requested, so that the trainer's work belongs to it. */
export class JobTrace1770000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE platform.job ADD COLUMN trace jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE platform.job DROP COLUMN trace');
  }
}
