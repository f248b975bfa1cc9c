import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The newest rows of each series that a model is asked about row by row. */
const CREATE = `
CREATE TABLE platform.series_memory (
  model_name text NOT NULL REFERENCES platform.model (name),
  series text NOT NULL,
  memory jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (model_name, series)
)`;
const INDEX = `CREATE INDEX series_memory_updated_at ON platform.series_memory (updated_at)`;

export class SeriesMemory1796134500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [CREATE, INDEX]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE platform.series_memory');
  }
}
