import { type ManifestOf, type ModelPreparation } from '@lintel/contracts';
import { type Trouble } from '@lintel/ui';

/** What is known of the model that answers. */
export type ModelState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly manifest: ManifestOf<'image-classification'> }
  /** The api runs and has none; null if no training was requested. */
  | { readonly kind: 'missing'; readonly preparation: ModelPreparation | null }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

/** @param preparation what is known of the first model where there is none */
export function modelStateOf(trouble: Trouble, preparation: ModelPreparation | null): ModelState {
  return trouble.reason === 'modelNotReady' ? { kind: 'missing', preparation } : { kind: 'failed', trouble };
}
