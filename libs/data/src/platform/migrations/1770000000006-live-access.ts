import { type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLES = ['account', 'api_key'];

/** Live updates for the screens of accounts and keys. */
export class LiveAccess1770000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`CREATE TRIGGER tell_change AFTER INSERT OR UPDATE OR DELETE ON platform.${table}
        FOR EACH ROW EXECUTE FUNCTION platform.tell_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TRIGGER tell_change ON platform.${table}`);
  }
}
