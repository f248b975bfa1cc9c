import { LintelError } from '@lintel/contracts';

/** @param what the part in which they differ, in the plural, such as `shapes` */
export function inconsistentManifest(what: string, expected: string, received: string): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem: `The model's manifest and its graph differ in their ${what}.`,
    expected,
    received,
    cure: 'Export the model again; its manifest was changed by hand or belongs to another model.',
  });
}
