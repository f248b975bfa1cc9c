import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Alerts as sentences that can be shown in any language, and what each of them counted; what a model says of itself:
 * its training defaults and the names of its classes.
 */
export class ConsoleMessages1796040000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE platform.alert
      ADD COLUMN messages jsonb,
      ADD COLUMN occurrences text[] NOT NULL DEFAULT '{}'`);
    await runner.query('ALTER TABLE platform.model ADD COLUMN description jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE platform.model DROP COLUMN description');
    await runner.query('ALTER TABLE platform.alert DROP COLUMN messages, DROP COLUMN occurrences');
  }
}
