import type { TrainedOn } from '@lintel/contracts';
import { z } from 'zod';
import type { DatasetVersions } from '../datasets/dataset-versions';
import { readRows, rowInteger, type Transaction } from '@lintel/streams';

const pictureRow = z.object({ sha256: z.string(), modelName: z.string(), firstLabel: rowInteger });
const versionRow = z.object({
  datasetVersionId: z.uuid(),
  modelName: z.string(),
  versionId: z.uuid(),
  number: z.int(),
  answersAs: z.enum(['champion', 'challenger']).nullable(),
});

/**
 * The model versions trained on pictures of a subject, newest first: picture → label → dataset version → model version.
 * A picture that is only in the test part was not trained on, but is included all the same.
 */
export async function trainedOn(
  transaction: Transaction,
  datasets: Pick<DatasetVersions, 'items'>,
  subjectKeyIds: readonly string[],
): Promise<TrainedOn[]> {
  const pictures = await readRows(
    transaction,
    pictureRow,
    `SELECT p.picture_sha256 AS sha256, l.model_name AS "modelName", min(l.sequence) AS "firstLabel"
     FROM platform.labelled_picture p JOIN platform.label l ON l.input_sha256 = p.picture_sha256
     WHERE p.subject_key_id = ANY($1::uuid[]) AND l.model_name LIKE p.vertical || '.%' GROUP BY 1, 2`,
    [subjectKeyIds],
  );
  if (pictures.length === 0) return [];
  const hashes = new Set(pictures.map(({ sha256 }) => sha256));
  const versions = await readRows(
    transaction,
    versionRow,
    `SELECT v.dataset_version_id AS "datasetVersionId", v.model_name AS "modelName", v.id AS "versionId", v.number,
       (SELECT alias FROM platform.model_alias a WHERE a.version_id = v.id ORDER BY alias LIMIT 1) AS "answersAs"
     FROM platform.model_version v JOIN platform.dataset_version d ON d.id = v.dataset_version_id
     WHERE v.model_name = ANY($1) AND d.labels > 0 AND d.up_to_label >= $2 ORDER BY v.created_at DESC`,
    [[...new Set(pictures.map(({ modelName }) => modelName))], Math.min(...pictures.map((one) => one.firstLabel))],
  );
  const examplesOf = new Map<string, number>();
  for (const id of new Set(versions.map(({ datasetVersionId }) => datasetVersionId))) {
    const items = await datasets.items(id);
    examplesOf.set(id, items.filter(({ inputSha256 }) => hashes.has(inputSha256)).length);
  }
  return versions.flatMap((version) => {
    const examples = examplesOf.get(version.datasetVersionId) ?? 0;
    return examples === 0 ? [] : [{ ...version, examples }];
  });
}
