import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The vertical whose people see an alert. Existing alerts belong to the platform. */
export class AlertVertical1770000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE platform.alert ADD COLUMN vertical text NOT NULL DEFAULT 'platform'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE platform.alert DROP COLUMN vertical');
  }
}
