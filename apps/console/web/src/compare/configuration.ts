import { type ModelVersion } from '@lintel/contracts';

export interface ConfigurationRow {
  /** `training.epochs` */
  readonly name: string;
  /** One a version, in order; null if the version doesn't have it. */
  readonly values: readonly (string | null)[];
}

/** Longer lists are replaced by their length, because they can't be read side by side. */
const LISTED = 12;

/** The configuration and the policies of the versions, where they differ. */
export function configurationDifferences(versions: readonly ModelVersion[]): ConfigurationRow[] {
  const settings = versions.map((version) => new Map(flatten(configurationOf(version))));
  const names = new Set(settings.flatMap((map) => [...map.keys()]));
  return [...names]
    .map((name) => ({ name, values: settings.map((map) => map.get(name) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function configurationOf({ manifest, datasetVersionId }: ModelVersion): Record<string, unknown> {
  const { architecture, preprocessing, training, dataset, onnx, reading, provenance } = manifest;
  const { seed, engine, network } = training;
  return {
    architecture: { name: architecture.name, parameters: architecture.parameters, ...architecture.config },
    task: manifest.task,
    preprocessing,
    training: { seed, engine, ...(network === null ? {} : { ...network, curve: null, imagesPerSecond: null }) },
    data: { name: dataset.name, contentHash: dataset.contentHash, version: datasetVersionId, ...dataset.examples },
    reading: { ...reading, unlikeExamples: null },
    onnx: { opset: onnx.opset },
    code: { commit: provenance?.codeCommit ?? null },
  };
}

function flatten(value: unknown, path = ''): [string, string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return [[path, listed(value)]];
  if (typeof value !== 'object') return [[path, written(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`));
}

function listed(values: readonly unknown[]): string {
  const words = values.map(written);
  return words.length <= LISTED ? words.join(', ') : `${words.slice(0, LISTED).join(', ')}, … (${words.length})`;
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
