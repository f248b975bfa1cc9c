/** What an app needs of TypeORM to declare and use tables of its own; see docs/adr/0003. */
export {
  Column,
  DataSource,
  DeleteDateColumn,
  Entity,
  EntityManager,
  Index,
  IsNull,
  LessThan,
  Not,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type MigrationInterface,
  type QueryRunner,
  type FindOptionsWhere,
  type Repository,
} from 'typeorm';
