import { type ModelManifest } from '@lintel/contracts';
import { type Trouble } from '../api/trouble';

/** What is known of the model that answers. */
export type ModelState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly manifest: ModelManifest }
  /** The api runs and has none. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

export function modelStateOf(trouble: Trouble): ModelState {
  return trouble.reason === 'modelNotReady' ? { kind: 'missing' } : { kind: 'failed', trouble };
}
