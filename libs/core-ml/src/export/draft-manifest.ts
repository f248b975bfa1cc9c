import { type ModelManifest } from '@lintel/contracts';

/** The job that trained a model; absent for a training on the command line. */
export type JobProvenance = Omit<NonNullable<ModelManifest['provenance']>, 'testSetHash'>;

export interface DraftManifestRequest {
  readonly name: string;
  /** Name of the data, for people. */
  readonly source: string;
  readonly seed: number;
  readonly engine: string;
  readonly seconds: number;
  /** Hash of all examples. */
  readonly contentHash: string;
  /** Number of examples that the model is fitted to, and of those that were tested. */
  readonly examples: { readonly train: number; readonly test: number };
  readonly provenance?: JobProvenance | undefined;
}

/**
 * The part of a manifest that is alike for all tasks whose models are fitted to all examples, after models fitted to a
 * part of them were tested on the rest.
 */
export const draftManifest = ({
  name,
  source,
  seed,
  engine,
  seconds,
  contentHash,
  examples,
  provenance,
}: DraftManifestRequest) => ({
  formatVersion: 2 as const,
  name,
  createdAt: new Date().toISOString(),
  training: { seed, engine, seconds, network: null },
  dataset: {
    name: source,
    contentHash,
    examples: { ...examples, validation: 0 },
    fittedToAll: true,
    details: null,
    findings: null,
  },
  provenance: { codeCommit: null, jobId: null, datasetVersionId: null, ...provenance, testSetHash: contentHash },
});
