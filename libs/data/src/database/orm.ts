/** What an app needs of TypeORM to declare and use tables of its own; see docs/adr/0003. */
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
} from 'typeorm';
