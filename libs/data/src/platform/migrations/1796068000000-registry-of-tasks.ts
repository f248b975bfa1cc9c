import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Models and versions name their task, and lists read the headlines of a version from a column. */
const COLUMNS = `
ALTER TABLE platform.model ADD COLUMN task text NOT NULL DEFAULT 'image-classification';
ALTER TABLE platform.model ALTER COLUMN task DROP DEFAULT;
ALTER TABLE platform.model_version ADD COLUMN task text, ADD COLUMN headlines jsonb;
ALTER TABLE platform.model_version DISABLE TRIGGER immutable;
UPDATE platform.model_version SET task = manifest ->> 'task', headlines = CASE
  WHEN jsonb_typeof(manifest -> 'evaluation') IS DISTINCT FROM 'object' THEN '[]'::jsonb
  ELSE jsonb_build_array(
    jsonb_build_object('key', 'accuracy', 'value', manifest #> '{evaluation,accuracy}', 'interval',
      (manifest #> '{evaluation,accuracyInterval}') - 'method', 'unit', 'share', 'better', 'higher'),
    jsonb_build_object('key', 'macroF1', 'value', manifest #> '{evaluation,macroF1}', 'interval', NULL,
      'unit', 'share', 'better', 'higher'))
  END;
ALTER TABLE platform.model_version ENABLE TRIGGER immutable;
ALTER TABLE platform.model_version ALTER COLUMN task SET NOT NULL, ALTER COLUMN headlines SET NOT NULL`;

/** The sentences about the gain over the champion have other values now; their English texts stay. */
const GATE_REPORTS = `
UPDATE platform.gate_report SET report = jsonb_set(report, '{gates}', (
  SELECT coalesce(jsonb_agg(
    CASE gate ->> 'name' WHEN 'better-than-champion' THEN gate - 'messages' ELSE gate END ORDER BY place), '[]')
  FROM jsonb_array_elements(report -> 'gates') WITH ORDINALITY AS gates (gate, place)));
UPDATE platform.gate_report SET report = jsonb_set(report, '{comparison}', jsonb_build_object(
  'task', 'image-classification',
  'examples', report #> '{comparison,examples}',
  'figure', jsonb_build_object('key', 'accuracy', 'unit', 'share', 'better', 'higher'),
  'champion', report #> '{comparison,championAccuracy}',
  'challenger', report #> '{comparison,challengerAccuracy}',
  'gain', report #> '{comparison,difference}',
  'details', jsonb_build_object(
    'mcnemarP', report #> '{comparison,mcnemarP}',
    'unknownToChampion', coalesce(report #> '{comparison,unknownToChampion}', '[]'),
    'unknownToChallenger', coalesce(report #> '{comparison,unknownToChallenger}', '[]'),
    'classes', report #> '{comparison,classes}')))
WHERE jsonb_typeof(report -> 'comparison') = 'object'`;

/** Counts by class are counts by outcome. */
const CHALLENGE_REPORTS = `
UPDATE platform.challenge_report SET report = report || jsonb_build_object(
  'champion', (report -> 'champion') - 'classes'
    || jsonb_build_object('outcomes', report #> '{champion,classes}'),
  'challenger', (report -> 'challenger') - 'classes'
    || jsonb_build_object('outcomes', report #> '{challenger,classes}'))`;

const DRIFT_WINDOWS = `
UPDATE platform.drift_window SET window_state = (window_state - 'classes') || jsonb_build_object(
  'formatVersion', 2,
  'confident', window_state -> 'examples',
  'categories', window_state -> 'classes',
  'sample', (window_state -> 'sample') || jsonb_build_object('outcome', (
    SELECT coalesce(jsonb_agg(NULL::text), '[]') FROM jsonb_array_elements(window_state #> '{sample,keys}'))));
UPDATE platform.drift_window SET report = (report - 'predictions') || jsonb_build_object('outcome',
  ((report -> 'predictions') - 'classes') || jsonb_build_object('kind', 'category', 'categories', (
    SELECT coalesce(jsonb_agg((class - 'className') || jsonb_build_object('name', class -> 'className') ORDER BY place), '[]')
    FROM jsonb_array_elements(report #> '{predictions,classes}') WITH ORDINALITY AS classes (class, place))))
WHERE report IS NOT NULL`;

/** The registry takes models of every task. */
export class RegistryOfTasks1796068000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [COLUMNS, GATE_REPORTS, CHALLENGE_REPORTS, DRIFT_WINDOWS]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Restore a backup of the database: the earlier form of the rows is not kept.'));
  }
}
