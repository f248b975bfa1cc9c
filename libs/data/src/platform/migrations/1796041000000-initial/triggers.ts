/** What holds for several tables. */

/** Registered rows never change. */
export const IMMUTABLE = `
CREATE FUNCTION platform.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% in platform.% is not allowed: what is registered is never changed', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON platform.model_version
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON platform.dataset_version
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON platform.label
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON platform.promotion
  FOR EACH ROW EXECUTE FUNCTION platform.refuse_change()`;

/** Notifies listeners of the table and the row (by id or model) that changed, so that screens are live. */
export const CHANGES = `
CREATE FUNCTION platform.tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed jsonb := to_jsonb(COALESCE(NEW, OLD));
BEGIN
  PERFORM pg_notify('platform_change', json_build_object(
    'table', TG_TABLE_NAME,
    'id', COALESCE(changed ->> 'id', changed ->> 'job_id', changed ->> 'version_id'),
    'modelName', changed ->> 'model_name')::text);
  RETURN NULL;
END $$;
${[
  'model',
  'dataset_version',
  'label',
  'model_version',
  'gate_report',
  'model_alias',
  'challenge_report',
  'job',
  'job_log',
  'schedule',
  'drift_window',
  'alert',
  'account',
  'api_key',
  'approval',
  'erasure',
]
  .map(
    (table) => `CREATE TRIGGER tell_change AFTER INSERT OR UPDATE OR DELETE ON platform.${table}
  FOR EACH ROW EXECUTE FUNCTION platform.tell_change();`,
  )
  .join('\n')}`;
