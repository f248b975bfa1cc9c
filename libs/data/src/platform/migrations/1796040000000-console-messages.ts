import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Alerts as translatable messages with the causes that each of them counted; the description of a model: its training
 * defaults and class names.
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
