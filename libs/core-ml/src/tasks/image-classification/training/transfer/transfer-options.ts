import { type countFindings, type Dataset, type ModelManifest } from '@lintel/contracts';
import { type StoredBackbone } from '../../../../backbones/backbone-store';
import { type EmbeddingCache } from '../../../../transfer/embedding-cache';

export interface RunTransferOptions {
  readonly name: string;
  readonly backbone: StoredBackbone;
  /** Pictures decoded by the backbone's preprocessor. */
  readonly dataset: {
    readonly name: string;
    readonly train: Dataset;
    readonly validation?: Dataset;
    readonly test: Dataset;
    readonly findings?: Parameters<typeof countFindings>[0];
  };
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  readonly overwrite?: boolean;
  readonly unsureBelow: number;
  readonly seed: number;
  /** Written into the manifest beside the layer's own configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly cache?: EmbeddingCache | undefined;
  readonly onProgress?: (stage: 'embed' | 'fit', share: number) => void;
  readonly onLog?: (line: string) => void;
  readonly provenance?: Partial<Omit<NonNullable<ModelManifest['provenance']>, 'testSetHash'>>;
  readonly signal?: AbortSignal | undefined;
}
