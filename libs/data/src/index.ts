export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './database/embedded-postgres';
