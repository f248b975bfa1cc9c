import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A dataset version names its task, and how many examples each part has: values have no counts by class. */
const DATASET_VERSIONS = `
ALTER TABLE platform.dataset_version ADD COLUMN task text, ADD COLUMN examples jsonb;
ALTER TABLE platform.dataset_version DISABLE TRIGGER immutable;
UPDATE platform.dataset_version version SET
  task = (SELECT task FROM platform.model WHERE name = version.model_name),
  examples = (
    SELECT jsonb_object_agg(part, (
      SELECT coalesce(sum(number::integer), 0) FROM jsonb_each_text(version.counts -> part) AS classes (name, number)))
    FROM unnest(ARRAY['train', 'validation', 'test']) AS part);
ALTER TABLE platform.dataset_version ENABLE TRIGGER immutable;
ALTER TABLE platform.dataset_version ALTER COLUMN task SET NOT NULL, ALTER COLUMN examples SET NOT NULL`;

/** A label says what its task asks for, about any input; until now it was the class of a picture. */
const LABELS = `
ALTER TABLE platform.label RENAME COLUMN picture_sha256 TO input_sha256;
ALTER TABLE platform.label ADD COLUMN task text, ADD COLUMN predicted jsonb, ADD COLUMN target jsonb;
ALTER TABLE platform.label DISABLE TRIGGER immutable;
UPDATE platform.label SET task = 'image-classification',
  predicted = jsonb_build_object('className', predicted_class),
  target = CASE WHEN class_name IS NULL THEN NULL ELSE jsonb_build_object('className', class_name) END;
ALTER TABLE platform.label ENABLE TRIGGER immutable;
ALTER TABLE platform.label ALTER COLUMN task SET NOT NULL, ALTER COLUMN predicted SET NOT NULL,
  DROP COLUMN predicted_class, DROP COLUMN class_name`;

/** Dataset versions and labels of every task. */
export class ExamplesOfTasks1796069000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [DATASET_VERSIONS, LABELS]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup of the database: the earlier form of the rows is not kept.'));
  }
}
