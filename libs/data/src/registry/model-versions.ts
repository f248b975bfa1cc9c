import {
  gateReportSchema,
  LintelError,
  modelManifestSchema,
  modelVersionSchema,
  modelVersionSummarySchema,
  type GateReport,
  type ModelVersion,
  type ModelVersionSummary,
} from '@lintel/contracts';
import { z } from 'zod';
import { readRows, rowInteger, rowTime, type Transaction } from '@lintel/streams';

const versionRow = modelVersionSchema.extend({
  createdAt: rowTime,
  /** Read from jsonb; validated at registration and on read. */
  manifest: modelManifestSchema,
  gateReport: gateReportSchema.nullable(),
  /** Folder of its files in the artefact store. */
  artifacts: z.string(),
});
type VersionRow = z.infer<typeof versionRow>;

const VERSIONS = `
SELECT id, v.model_name AS "modelName", number, manifest, manifest_sha256 AS "manifestSha256", key_id AS "keyId",
  dataset_version_id AS "datasetVersionId", job_id AS "jobId", created_at AS "createdAt", created_by AS "createdBy",
  model_card AS "modelCard", artifacts,
  (SELECT report FROM platform.gate_report g WHERE g.version_id = v.id ORDER BY sequence DESC LIMIT 1) AS "gateReport"
FROM platform.model_version v`;

/** Null if there is no such version. */
export async function findVersion(
  database: Transaction,
  by: { readonly id: string } | { readonly jobId: string },
): Promise<{ readonly version: ModelVersion; readonly artifacts: string } | null> {
  // Compared as text, so that an invalid id is simply not found.
  const [where, value] = 'id' in by ? ['id::text = $1', by.id] : ['job_id::text = $1', by.jobId];
  const rows = await readRows<VersionRow>(database, versionRow, `${VERSIONS} WHERE ${where}`, [value]);
  if (rows[0] === undefined) return null;
  const { artifacts, ...version } = rows[0];
  return { version, artifacts };
}

/** @throws LintelError NOT_FOUND */
export async function getVersion(database: Transaction, id: string): Promise<ModelVersion> {
  return (await findVersion(database, { id }))?.version ?? versionMissing(id);
}

/** @throws LintelError NOT_FOUND, always */
export function versionMissing(id: string, modelName?: string): never {
  throw new LintelError('NOT_FOUND', {
    problem: `There is no version ${id}${modelName === undefined ? '' : ` of the model ${modelName}`}.`,
    cure: 'List the versions of the model to see which there are.',
  });
}

const summaryRow = modelVersionSummarySchema.extend({ createdAt: rowTime });

/** Newest first. Manifests are not loaded: their curves make them large. */
export async function findSummaries(database: Transaction, modelName: string): Promise<ModelVersionSummary[]> {
  return readRows(
    database,
    summaryRow,
    `SELECT id, v.model_name AS "modelName", number, created_at AS "createdAt", created_by AS "createdBy",
       manifest #>> '{architecture,name}' AS architecture, (manifest #> '{architecture,parameters}')::int AS parameters,
       task, headlines,
       (manifest #> '{onnx,bytes}')::int AS "onnxBytes", manifest #>> '{onnx,sha256}' AS "onnxSha256",
       dataset_version_id AS "datasetVersionId", job_id AS "jobId", alias,
       (SELECT passed FROM platform.gate_report g WHERE g.version_id = v.id ORDER BY sequence DESC LIMIT 1)
         AS "gatesPassed"
     FROM platform.model_version v LEFT JOIN platform.model_alias a ON a.version_id = v.id
     WHERE v.model_name = $1 ORDER BY number DESC`,
    [modelName],
  );
}

/** @throws LintelError NOT_FOUND */
export async function addGateReport(database: Transaction, versionId: string, report: GateReport): Promise<void> {
  const checked = gateReportSchema.parse(report);
  const added = await readRows(
    database,
    z.object({ sequence: rowInteger }),
    `INSERT INTO platform.gate_report (version_id, passed, report, decided_at)
     SELECT id, $2, $3::jsonb, $4 FROM platform.model_version WHERE id::text = $1 RETURNING sequence`,
    [versionId, checked.passed, JSON.stringify(checked), checked.decidedAt],
  );
  if (added.length === 0) versionMissing(versionId);
}
