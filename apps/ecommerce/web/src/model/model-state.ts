import { type ManifestOf, type ModelPreparation } from '@lintel/contracts';
import { type Trouble } from '@lintel/ui';

/** The known state of the model. */
export type ModelState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly manifest: ManifestOf<'image-classification'> }
  /** The api runs without a model; null if no training was requested. */
  | { readonly kind: 'missing'; readonly preparation: ModelPreparation | null }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

/** @param preparation the state of the first model if there is none */
export function modelStateOf(trouble: Trouble, preparation: ModelPreparation | null): ModelState {
  return trouble.reason === 'modelNotReady' ? { kind: 'missing', preparation } : { kind: 'failed', trouble };
}
