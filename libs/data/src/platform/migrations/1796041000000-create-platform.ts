import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { APPEND_ONLY, APPROVALS, AUDIT } from './1796041000000-initial/audit';
import { ACCOUNTS, API_KEYS, SESSIONS } from './1796041000000-initial/identity';
import { JOBS, WATCH } from './1796041000000-initial/jobs';
import { ERASURES, KEYS, PICTURES } from './1796041000000-initial/privacy';
import { DATASETS, MODELS, REGISTRY } from './1796041000000-initial/registry';
import { CHANGES, IMMUTABLE } from './1796041000000-initial/triggers';

const STATEMENTS = [
  ...[MODELS, DATASETS, REGISTRY, JOBS, WATCH],
  ...[ACCOUNTS, SESSIONS, API_KEYS, AUDIT, APPROVALS, KEYS, PICTURES, ERASURES],
  ...[IMMUTABLE, CHANGES, APPEND_ONLY],
];

/** The tables shared by all verticals and the console. */
export class CreatePlatform1796041000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA platform CASCADE');
  }
}
