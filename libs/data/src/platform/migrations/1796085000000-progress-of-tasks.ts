import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The progress of a job reports the figures of its task; until now every training reported an accuracy. */
const PROGRESS = `
UPDATE platform.job SET progress = progress - 'accuracy' || jsonb_build_object('figures',
  CASE WHEN jsonb_typeof(progress -> 'accuracy') = 'number'
    THEN jsonb_build_array(jsonb_build_object('key', 'accuracy', 'unit', 'share', 'value', progress -> 'accuracy'))
    ELSE '[]'::jsonb END)
WHERE progress IS NOT NULL`;

const CURVE = `
UPDATE platform.job SET curve = (
  SELECT coalesce(jsonb_agg(row - 'trainAccuracy' - 'validationAccuracy' || jsonb_build_object('figures',
    jsonb_build_array(jsonb_build_object('key', 'accuracy', 'unit', 'share',
      'train', row -> 'trainAccuracy', 'validation', row -> 'validationAccuracy'))) ORDER BY at), '[]'::jsonb)
  FROM jsonb_array_elements(curve) WITH ORDINALITY AS rows (row, at))
WHERE jsonb_array_length(curve) > 0`;

/** A model may name other things than classes. */
const WORDS = `
UPDATE platform.model SET description = jsonb_set(description, '{translations}', (
  SELECT coalesce(jsonb_object_agg(language, words - 'classNames' || jsonb_build_object('names', words -> 'classNames')),
    '{}'::jsonb)
  FROM jsonb_each(description -> 'translations') AS translations (language, words)))
WHERE description IS NOT NULL`;

/** Jobs and texts of every task. */
export class ProgressOfTasks1796085000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [PROGRESS, CURVE, WORDS]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup of the database: the earlier form of the rows is not kept.'));
  }
}
