import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a job's search for settings has tried. */
export class SearchOfJobs1796137000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE platform.job ADD COLUMN search jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE platform.job DROP COLUMN search');
  }
}
