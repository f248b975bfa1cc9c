export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './database/embedded-postgres';
export { createDatabase, isDatabaseReachable, runMigrations, type DatabaseOptions } from './database/database';
export { isDatabaseUnavailable } from './database/database-failure';
export {
  Column,
  DataSource,
  DeleteDateColumn,
  Entity,
  Index,
  PrimaryColumn,
  type MigrationInterface,
  type QueryRunner,
  type Repository,
} from './database/orm';
